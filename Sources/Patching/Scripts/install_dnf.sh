# Exact versions through dnf or yum.
# shellcheck shell=sh disable=SC2154,SC2016

install_dnf() {
    prepare_dnf
    refresh_dnf
    list_locks
    install_rpm
}

# attempt_dnf FILE: `upgrade` neither installs anew nor downgrades; without obsoletes nothing is replaced by another name and
# so nothing removed. The best or nothing, for otherwise what does not fit is skipped without a word.
attempt_dnf() {
    # shellcheck disable=SC2046 # to be split; the control host lets no other characters in than names and versions have
    patiently manage -y --setopt=obsoletes=0 --setopt=best=1 upgrade $(specify_dnf <"$1")
    p_line=$?
    cat "$p_private/said" >>"$p_private/log"
    return "$p_line"
}

look_again_dnf() { look_again_rpm; }
