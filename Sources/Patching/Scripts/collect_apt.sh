# What an apt node has and what it could have.
# shellcheck shell=sh disable=SC2154,SC2016

collect_apt() {
    prepare_apt
    refresh_apt
    list_apt list
    # Status-Abbrev: wanted, state, error. State i is installed; c and n are not there; all others are broken.
    awk -F '\t' -v OFS='\t' '
        { state = substr($1, 2, 1) }
        state == "c" || state == "n" || $5 == "" { next }
        { sub(/ +$/, "", $1); print "installed", $3, $4, $5, (state == "i" && length($1) == 2 ? "" : $1), ($1 ~ /^h/ ? 1 : 0), $8, $6, $7 }
    ' "$p_private/list" || fail manager "awk failed."

    apt apt-cache policy >"$p_private/files" 2>"$p_private/said" ||
        fail manager "apt-cache failed: $(complaint "$p_private/said")"
    awk -F '\t' 'substr($1, 2, 1) !~ /[cn]/ { print $2 }' "$p_private/list" |
        xargs_apt apt-cache policy >"$p_private/policy" 2>"$p_private/said" ||
        fail manager "apt-cache policy failed: $(complaint "$p_private/said")"

    # What an upgrade would bring along; where dependencies are broken nobody can tell, and an install will say so.
    if apt apt-get -s -qq dist-upgrade >"$p_private/upgrade" 2>"$p_private/said"; then
        # No [old version] after the name: new.
        awk '$1 == "Inst" && $3 !~ /^\[/ { print $2 }' "$p_private/upgrade" >"$p_private/new"
    else
        unmet_apt >"$p_private/unmet"
        [ -s "$p_private/unmet" ] || complaint "$p_private/said" >"$p_private/unmet"
        while IFS= read -r p_text; do put remark "$(printf '%s\n' "$p_text" | brief)"; done <"$p_private/unmet"
        : >"$p_private/new"
    fi
    if [ -s "$p_private/new" ]; then
        xargs_apt apt-cache policy <"$p_private/new" >>"$p_private/policy" 2>"$p_private/said" ||
            fail manager "apt-cache policy failed: $(complaint "$p_private/said")"
    fi
    read_policy >"$p_private/offers" || fail manager "awk failed."
    awk -F '\t' '$1 == "offer" && $6 == "new" { print $7 }' "$p_private/offers" | sort -u >"$p_private/names"
    : >"$p_private/shown"
    if [ -s "$p_private/names" ]; then
        # Packages that vanished from the lists meanwhile are no reason to fail.
        xargs_apt apt-cache show <"$p_private/names" 2>"$p_private/said" | awk -v OFS='\t' '
            function flush() { if (name != "") print name, version, section, priority; name = version = section = priority = "" }
            /^$/ { flush() }
            /^Package: / { name = $2 } /^Version: / { version = $2 }
            /^Section: / { section = $2 } /^Priority: / { priority = $2 }
            END { flush() }' >"$p_private/shown"
    fi
    awk -F '\t' -v OFS='\t' '
        FILENAME ~ /shown$/ { if (!(($1, $2) in section)) { section[$1, $2] = $3; priority[$1, $2] = $4 } next }
        $1 == "archive" { print; next }
        { print "offer", $2, $3, $4, $5, section[$2, $4], priority[$2, $4], "" }
    ' "$p_private/shown" "$p_private/offers" || fail manager "awk failed."
    audit_apt
    hint_apt
}

# xargs_apt PROGRAM COMMAND: with the names that come in, as few times as their number allows.
xargs_apt() {
    if [ -n "$p_sources" ]; then
        xargs "$1" -c "$p_private/apt.conf" "$2"
    else
        xargs "$@"
    fi
}

# Out of the release information and the version tables: archive NUMBER NAME LABEL, and
# offer NAME ARCHITECTURE VERSION NUMBERS has|new FULLNAME.
#
# The table goes from the newest version down; what stands above the installed one is newer, so no version is compared
# here. A version that only archives of a priority below 500 have (backports, experimental, what the administrator pins
# away) counts when it is the candidate or not less preferred than it: as apt itself would have it.
read_policy() {
    awk -v OFS='\t' '
        FILENAME ~ /list$/ {
            split($0, field, "\t")
            name[field[2]] = field[3]; architecture[field[2]] = field[4]
            # policy leaves out the architecture of the system itself
            bare = field[2]; sub(/:.*/, "", bare)
            if (!(bare in name) || field[4] == native) { name[bare] = field[3]; architecture[bare] = field[4] }
            next
        }
        FILENAME ~ /files$/ {
            if ($0 ~ /^Pinned packages:/) pinned = 1
            if (pinned) next
            if ($0 ~ /^ *-?[0-9]+ [^ ]/ && $0 !~ /^     (release|origin) /) {
                file = $0; sub(/^ *-?[0-9]+ /, "", file); suite[file] = label[file] = site[file] = ""
            } else if ($1 == "release") {
                line = $0; sub(/^ *release /, "", line)
                suite[file] = part(line, "a"); label[file] = part(line, "l")
                if (suite[file] == "") suite[file] = part(line, "n")
            } else if ($1 == "origin") site[file] = $2
            next
        }
        /^[^ ]/ { flush(); full = $0; sub(/:$/, "", full); next }
        /^  Candidate: / { candidate = $2; next }
        /^     [^ ]/ || /^ \*\*\* / {
            n++
            if ($1 == "***") { here = n; version[n] = $2; rank[n] = $3 } else { version[n] = $1; rank[n] = $2 }
            if (version[n] == candidate) best = rank[n]
            next
        }
        /^       +-?[0-9]+ / {
            file = $0; sub(/^ *-?[0-9]+ /, "", file)
            if (file !~ /\/dpkg\/status$/) files[n] = files[n] (files[n] == "" ? "" : ",") number(file)
            next
        }
        END { flush() }

        function part(line, letter,    parts, count, i, text) {
            # A value may hold a comma; what follows it then is not a letter and an equals sign.
            count = split(line, parts, ",")
            for (i = 1; i <= count; i++)
                if (substr(parts[i], 1, 2) == letter "=") {
                    text = substr(parts[i], 3)
                    while (i < count && parts[i + 1] !~ /^[a-z]=/) text = text "," parts[++i]
                    return text
                }
            return ""
        }
        function number(file,    key) {
            key = suite[file]; if (key == "") key = site[file]; if (key == "") key = "local"
            key = key OFS label[file]
            if (!(key in numbers)) { numbers[key] = ++known; print "archive", known, key }
            return numbers[key]
        }
        function flush(    i, bare, known_name, known_architecture) {
            if (full != "" && n > 0) {
                bare = full; sub(/:.*/, "", bare)
                known_name = full in name ? name[full] : bare
                known_architecture = full in architecture ? architecture[full] : full ~ /:/ ? substr(full, index(full, ":") + 1) : native
                for (i = 1; i <= n; i++) {
                    if (files[i] == "") continue
                    if (here && i > here) break
                    if (here ? i < here && rank[i] < 500 && version[i] != candidate && rank[i] < best : version[i] != candidate) continue
                    print "offer", known_name, known_architecture, version[i], files[i], (i == here ? "has" : "new"), full
                }
            }
            for (i = 1; i <= n; i++) files[i] = ""
            full = candidate = ""; n = here = best = 0
        }
    ' native="$(dpkg --print-architecture)" "$p_private/list" "$p_private/files" "$p_private/policy"
}

# What dpkg itself finds wrong: paragraphs of what it is, and under them the packages with their descriptions. The names go
# first, for what is long is cut.
audit_apt() {
    dpkg --audit >"$p_private/audit" 2>&1
    awk '
        function flush() { if (text != "") print "dpkg --audit: " (names != "" ? names ": " : "") text; text = names = "" }
        /^ +[^ ]/ { names = names (names == "" ? "" : ", ") $1; next }
        /^$/ { flush(); next }
        { if (names != "") flush(); text = text (text == "" ? "" : " ") $0 }
        END { flush() }' "$p_private/audit" >"$p_private/audited"
    while IFS= read -r p_text; do put remark "$(printf '%s\n' "$p_text" | brief)"; done <"$p_private/audited"
}

# Only a yes is worth something: nothing is said when nobody knows.
hint_apt() {
    if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then
        put reboot yes
        return 0
    fi
    if command -v needrestart >/dev/null 2>&1; then
        case $(needrestart -b -k 2>/dev/null | sed -n 's/^NEEDRESTART-KSTA: *//p') in
        1) put reboot no && return 0 ;;
        2 | 3) put reboot yes && return 0 ;;
        esac
    fi
    # A kernel that was installed after the boot.
    p_booted=$(sed -n 's/^btime //p' /proc/stat 2>/dev/null)
    [ -n "$p_booted" ] || return 0
    awk -F '\t' -v booted="$p_booted" '
        $3 ~ /^linux-image-[0-9]/ && substr($1, 2, 1) == "i" && $8 + 0 > booted + 0 { late = 1 } END { exit !late }
    ' "$p_private/list" && put reboot yes
    return 0
}
