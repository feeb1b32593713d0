# How dnf and yum are spoken to (reference: patching 9.5).
# shellcheck shell=sh disable=SC2154,SC2016,SC2034

# With sources of the baseline, nothing but them is looked at, and what is learnt stays in the private directory.
prepare_dnf() {
    p_all=--all p_fast=
    p_strict=
    if [ "$p_manager" = yum ]; then
        p_all=all p_fast=fast
        # yum before 3.4.3-150 or so knows options of a repository by its own name only.
        [ -n "$p_sources" ] || p_strict=$(cat /etc/yum.conf /etc/yum.repos.d/*.repo 2>/dev/null |
            sed -n 's/^\[\([A-Za-z0-9_.:-]*\)\] *$/--setopt=\1.skip_if_unavailable=0/p')
    else
        case $(dnf --version 2>/dev/null) in dnf5*) fail manager "This is dnf 5, which is not supported." ;; *) ;; esac
    fi
    [ -n "$p_sources" ] || return 0
    mkdir -p "$p_private/repos" "$p_private/cache"
    put_sources >"$p_private/repos/baseline.repo"
    p_refresh=1
}

# manage ARGUMENT..., and loudly with what -q leaves out: a repository that does not answer is an error, also where its own file says that it may be skipped;
# and so is a lock, for dnf would wait for ever.
manage() { loudly -q "$@"; }

loudly() {
    if [ -n "$p_sources" ]; then
        set -- --setopt="reposdir=$p_private/repos" --setopt="cachedir=$p_private/cache" "$@"
    fi
    # shellcheck disable=SC2086 # to be split
    "$p_manager" --setopt=skip_if_unavailable=0 --setopt='*.skip_if_unavailable=0' $p_strict --setopt=exit_on_lock=1 \
        --setopt=timeout=30 "$@"
}

refresh_dnf() {
    [ "$p_refresh" = 1 ] || return 0
    if [ "$p_manager" = yum ]; then
        # When no mirror answers, yum goes back to the metadata it has and calls that a success: it is to have none.
        patiently manage clean metadata && patiently manage makecache "$p_fast" && return 0
    else
        # Only those that expired are fetched otherwise.
        manage clean expire-cache >/dev/null 2>&1
        patiently manage makecache && return 0
    fi
    ! is_locked "$p_private/said" ||
        fail lock "$p_manager was locked for $p_lock seconds: $(complaint "$p_private/said")"
    fail refresh "$p_manager cannot read a repository: $(complaint "$p_private/said")"
}

# The names of what versionlock keeps, from lines such as `bash-0:5.1.8-6.el9.*` or `0:bash-4.2.46-34.el7.*`; none when
# there is no such plugin.
list_locks() {
    : >"$p_private/locks"
    manage versionlock list 2>/dev/null >"$p_private/locked" || return 0
    awk '
        /^!|^#/ || !/-.*-/ || / / { next }
        { sub(/^[0-9]+:/, ""); sub(/-[^-]*-[^-]*$/, ""); print }
    ' "$p_private/locked" | sort -u >"$p_private/locks"
}

# How dnf and yum want to be told: name-epoch:version-release.architecture.
specify_dnf() { awk -F '\t' '{ print $1 "-" $3 "." $2 }'; }
