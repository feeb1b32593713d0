# Exact versions through apt-get (reference: patching 9.3).
# shellcheck shell=sh disable=SC2154,SC2016

install_apt() {
    prepare_apt
    refresh_apt
    list_apt list
    only_there <"$p_private/list" >"$p_private/before"
    repair_apt
    sort_out_apt
    work_through
    list_apt list
    only_there <"$p_private/list" >"$p_private/after"
    note_broken_apt
    put_changes "$p_private/before" "$p_private/after"
}

# name, architecture, version of everything that is there, broken or not.
only_there() { awk -F '\t' -v OFS='\t' 'substr($1, 2, 1) !~ /[cn]/ && $5 != "" { print $3, $4, $5 }'; }

# A dpkg that stopped half-way makes every later run look failed. Configuring what is unpacked finishes what somebody
# wanted anyway; apt-get -f install is not tried, because it may install and remove what nobody approved.
repair_apt() {
    awk -F '\t' '$1 ~ /^.[UFHWt]/ || substr($1, 3, 1) ~ /[^ ]/ { sub(/ +$/, "", $1); print $1 "\t" $2 "\t" $3 "\t" $4 }' "$p_private/list" >"$p_private/broken"
    # A dpkg that was killed leaves notes for the next one, without which apt does nothing.
    p_notes=$(find /var/lib/dpkg/updates -type f -name '[0-9]*' 2>/dev/null)
    [ -s "$p_private/broken" ] || [ -n "$p_notes" ] || return 0
    patiently dpkg --configure -a --force-confdef --force-confold
    cat "$p_private/said" >>"$p_private/log"
    list_apt list
    while IFS=$p_tab read -r p_was p_full p_name p_architecture _; do
        p_is=$(awk -F '\t' -v full="$p_full" '$2 == full { print $1; exit }' "$p_private/list")
        # What is still broken is told at the end.
        case $p_is in
        ?i*) note "$p_name" "$p_architecture" "It was left unfinished ($p_was) before this run; dpkg --configure -a finished it." ;;
        *) note "$p_name" "$p_architecture" "It was broken ($p_was) before this run, and dpkg --configure -a does not mend it." ;;
        esac
    done <"$p_private/broken"
}

# Leaves in todo what apt is to try; says of the others why not.
sort_out_apt() {
    mv "$p_private/todo" "$p_private/wanted"
    awk -F '\t' -v OFS='\t' '
        FILENAME ~ /list$/ {
            if (substr($1, 2, 1) ~ /[cn]/) next
            has[$3, $4] = $5; held[$3, $4] = $1 ~ /^h/; next
        }
        { print $1, $2, $3, held[$1, $2] + 0, has[$1, $2] }
    ' "$p_private/list" "$p_private/wanted" >"$p_private/sorted"
    while IFS=$p_tab read -r p_name p_architecture p_version p_held p_has; do
        if [ -z "$p_has" ]; then
            note "$p_name" "$p_architecture" "It is not installed, and patching installs nothing new."
        elif [ "$p_has" = "$p_version" ]; then
            :
        elif [ "$p_held" = 1 ]; then
            note "$p_name" "$p_architecture" "It is on hold (apt-mark hold) and was left alone."
        elif dpkg --compare-versions "$p_version" lt "$p_has"; then
            note "$p_name" "$p_architecture" "$p_has is installed, which is newer; nothing is downgraded."
        else
            printf '%s\t%s\t%s\n' "$p_name" "$p_architecture" "$p_version" >>"$p_private/todo"
        fi
    done <"$p_private/sorted"
    [ -e "$p_private/todo" ] || : >"$p_private/todo"
}

# attempt_apt FILE
attempt_apt() {
    # shellcheck disable=SC2046 # to be split; the control host lets no other characters in than names and versions have
    patiently apt apt-get -y -qq -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
        -o "DPkg::Lock::Timeout=$p_lock" -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 \
        -o APT::Keep-Downloaded-Packages=false --no-remove --only-upgrade install $(specify_apt <"$1")
    p_line=$?
    cat "$p_private/said" >>"$p_private/log"
    return "$p_line"
}

# What has the wanted version needs no further attempt, even when it is broken: its script would only fail again.
look_again_apt() {
    list_apt list
    awk -F '\t' '
        FILENAME ~ /list$/ { if (substr($1, 2, 1) !~ /[cn]/) has[$3, $4, $5] = 1; next }
        !(($1, $2, $3) in has)
    ' "$p_private/list" "$p_private/todo" >"$p_private/left"
    mv "$p_private/left" "$p_private/todo"
}

# What is broken now, in dpkg's words where it said some.
note_broken_apt() {
    awk -F '\t' '$1 ~ /^.[UFHWt]/ || substr($1, 3, 1) ~ /[^ ]/ { sub(/ +$/, "", $1); print $1 "\t" $2 "\t" $3 "\t" $4 }' "$p_private/list" >"$p_private/broken"
    while IFS=$p_tab read -r p_is p_full p_name p_architecture; do
        p_text=$(awk -v name="$p_name" -v full="$p_full" '
            wanted { if (/^ /) said = $0 (before != "" ? " (" before ")" : ""); wanted = 0 }
            /^dpkg: error processing (package|archive) / {
                part = $5; sub(/:$/, "", part)
                if (part == name || part == full || index(part, "/" name "_")) wanted = 1
                next
            }
            { before = $0 }
            /^(Setting up|Unpacking|Preparing to unpack|Processing triggers|Reading|Building)/ { before = "" }
            END { print said }' "$p_private/log")
        note "$p_name" "$p_architecture" "It is broken ($p_is):${p_text:- it is not configured.}"
    done <"$p_private/broken"
}
