# What a SUSE node has, could have, and what was said about that.
# shellcheck shell=sh disable=SC2154,SC2016

collect_zypper() {
    prepare_zypper
    refresh_zypper
    list_rpm list
    list_locks_zypper
    put_installed_rpm
    offers_zypper
    put_offers_rpm
    notices_zypper
    hint_zypper
}

# $p_private/offered: all versions in the repositories of what is installed; the control host drops the older ones. The
# search calls repositories by their names, which are for people; others call them by their aliases.
offers_zypper() {
    ask query_zypper repos
    answered "its repositories"
    awk -v OFS='\t' "$p_xml"'tag("repo") { print attribute("name"), attribute("alias") }' "$p_private/answer" >"$p_private/aliases"
    ask query_zypper search --details --type package
    answered "what is on offer"
    awk -v OFS='\t' "$p_xml"'
        tag("solvable") && attribute("kind") == "package" && attribute("status") != "not-installed" {
            print attribute("name"), attribute("arch"), versioned(attribute("edition")), attribute("repository")
        }' "$p_private/answer" >"$p_private/found"
    awk -F '\t' -v OFS='\t' '
        FILENAME ~ /aliases$/ { alias[$1] = $2; next }
        $4 in alias { print $1, $2, $3, alias[$4], "" }
    ' "$p_private/aliases" "$p_private/found" >"$p_private/offered"
}

# A patch says which packages are too old for it: `bash.x86_64 < 4.4-1` means that 4.4-1 is what it brings.
notices_zypper() {
    ask query_zypper list-patches --all
    answered "its patches"
    awk -v OFS='\t' "$p_xml"'
        function flush() { if (id != "") print id, type, severity, date, cves, bugs; id = cves = bugs = "" }
        tag("update") {
            flush()
            if (attribute("kind") != "patch") next
            id = attribute("name"); type = attribute("category"); severity = attribute("severity"); date = ""
        }
        tag("issue-date") { date = attribute("time_t"); if (date + 0 <= 0) date = "" }
        tag("issue") {
            word = attribute("id"); gsub(/[ ,]/, "", word)
            if (attribute("type") == "cve") cves = cves (cves == "" ? "" : ",") word
            else if (attribute("type") == "bugzilla") bugs = bugs (bugs == "" ? "" : ",") word
        }
        END { flush() }' "$p_private/answer" >"$p_private/patches"
    cut -f 1 "$p_private/patches" | sort -u | grep -E '^[A-Za-z0-9][A-Za-z0-9._:+-]*$' >"$p_private/ids"
    [ -s "$p_private/ids" ] || return 0
    ask info_zypper
    answered "what its patches bring"
    awk -F '\t' -v OFS='\t' '
        FILENAME ~ /(list|offered)$/ { architectures[$1, $3] = architectures[$1, $3] " " $2; next }
        FILENAME ~ /patches$/ { patch[$1] = $0; next }
        /^Information for patch / { id = $0; sub(/^Information for patch /, "", id); sub(/:$/, "", id); listing = 0; next }
        # One stands behind the colon, several below it.
        /^Conflicts *: / { listing = 1; sub(/^Conflicts *: /, ""); conflict($0); next }
        /^[^ ]/ { listing = 0; next }
        listing { conflict($0) }
        function conflict(line,    word, found, count, i, name, only, version, field) {
            if (split(line, word, " ") != 3 || word[2] != "<" || word[1] ~ /^srcpackage:/) return
            name = word[1]; only = ""; version = word[3] ~ /:/ ? word[3] : "0:" word[3]
            if (!((name, version) in architectures) && match(name, /\.[a-z0-9_]+$/)) {
                only = substr(name, RSTART + 1); name = substr(name, 1, RSTART - 1)
            }
            count = split(architectures[name, version], found, " ")
            for (i = 1; i <= count; i++) {
                if (only != "" && only != found[i] || !(id in patch) || seen[id, name, found[i], version]++) continue
                if (!(id in number)) {
                    number[id] = ++numbers
                    split(patch[id], field, "\t")
                    print "notice", numbers, id, field[2], field[3], "", field[4], field[5], field[6]
                }
                print "covers", number[id], name, found[i], version
            }
        }' "$p_private/list" "$p_private/offered" "$p_private/patches" "$p_private/answer" || fail manager "awk failed."
}

info_zypper() {
    # shellcheck disable=SC2046 # to be split
    manage_zypper --no-refresh info -t patch $(cat "$p_private/ids")
}

hint_zypper() {
    p_status=0
    manage_zypper needs-rebooting >/dev/null 2>&1 || p_status=$?
    case $p_status in
    0) put reboot no ;;
    102) put reboot yes ;;
    *) ;;
    esac
}
