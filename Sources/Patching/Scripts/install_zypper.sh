# Exact versions through zypper.
# shellcheck shell=sh disable=SC2154,SC2016

install_zypper() {
    prepare_zypper
    refresh_zypper
    list_rpm list
    list_locks_zypper
    install_rpm
}

# attempt_zypper FILE: zypper would remove what is in the way when it is told to answer its own questions, so it is asked
# first what it would do.
attempt_zypper() {
    ask dry_run_zypper "$1" || return "$?"
    awk "$p_xml"'
        tag("to-remove") || tag("to-downgrade") || tag("to-downgrade-change-arch") { inside = 1 }
        tag("/to-remove") || tag("/to-downgrade") || tag("/to-downgrade-change-arch") { inside = 0 }
        inside && tag("solvable") { print "Error: " attribute("name") " would be removed or downgraded" }
    ' "$p_private/answer" >"$p_private/said"
    [ ! -s "$p_private/said" ] || return 1
    # shellcheck disable=SC2046 # to be split; the control host lets no other characters in than names and versions have
    patiently manage_zypper --no-refresh install --auto-agree-with-licenses $(specify_zypper <"$1")
    p_line=$?
    cat "$p_private/said" >>"$p_private/log"
    return "$p_line"
}

look_again_zypper() { look_again_rpm; }
