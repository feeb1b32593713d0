# shellcheck shell=sh disable=SC2154,SC2016

rehearse_zypper() {
    ask dry_run_zypper "$1" || return 1
    awk -v OFS='\t' "$p_xml"'
        tag("to-install") || tag("to-upgrade") || tag("to-upgrade-change-arch") { inside = 1 }
        tag("/to-install") || tag("/to-upgrade") || tag("/to-upgrade-change-arch") { inside = 0 }
        inside && tag("solvable") && attribute("type") == "package" {
            print attribute("name"), attribute("arch"), versioned(attribute("edition"))
        }' "$p_private/answer"
}
