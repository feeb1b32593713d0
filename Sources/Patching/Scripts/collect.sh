# What a node has, what it could have, what was said about that.
# shellcheck shell=sh disable=SC2154

collect() {
    begin
    case $p_manager in
    apt) collect_apt ;;
    dnf) collect_dnf ;;
    yum) collect_yum ;;
    zypper) collect_zypper ;;
    esac
    finish
}
