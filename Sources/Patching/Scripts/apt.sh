# How apt is spoken to (reference: patching 9.1 to 9.4).
# shellcheck shell=sh disable=SC2154,SC2016

# prepare_apt: with sources of the baseline, apt looks at nothing else and keeps what it learns in the private directory.
prepare_apt() {
    DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none APT_LISTBUGS_FRONTEND=none UCF_FORCE_CONFFOLD=1
    export DEBIAN_FRONTEND APT_LISTCHANGES_FRONTEND APT_LISTBUGS_FRONTEND UCF_FORCE_CONFFOLD
    if type put_wanted >/dev/null 2>&1; then pin_apt; fi
    [ -n "$p_sources" ] || return 0
    mkdir -p "$p_private/lists/partial" && chmod 711 "$p_private/lists"
    put_sources | sed '/^# name:/d' >"$p_private/sources.list"
    # In a file rather than as options, so that every apt program takes the same; it is read after the node's own.
    cat >"$p_private/apt.conf" <<CONF
Dir::Etc::SourceList "$p_private/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$p_private/lists";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
CONF
    p_refresh=1
}

# Where one patch needs another package, apt would take the newest version of that. It is to take the wanted one, which
# need not be the newest: what is wanted is pinned for this run, below the priority that downgrades.
pin_apt() {
    {
        put_wanted | awk -F '\t' '{
            print "Package: " $1 ($2 == "all" ? "" : ":" $2) "\nPin: version " $3 "\nPin-Priority: 999\n"
        }'
        cat /etc/apt/preferences 2>/dev/null
    } >"$p_private/preferences"
}

# apt PROGRAM ARGUMENT...
apt() {
    p_program=$1
    shift
    [ ! -e "$p_private/preferences" ] || set -- -o "Dir::Etc::Preferences=$p_private/preferences" "$@"
    if [ -n "$p_sources" ]; then
        "$p_program" -c "$p_private/apt.conf" -o APT::Get::Always-Include-Phased-Updates=true "$@"
    else
        "$p_program" -o APT::Get::Always-Include-Phased-Updates=true "$@"
    fi
}

# The lists lock is the one that DPkg::Lock::Timeout does not cover.
refresh_apt() {
    [ "$p_refresh" = 1 ] || return 0
    patiently apt apt-get -qq -o APT::Update::Error-Mode=any update
    p_status=$?
    if [ "$p_status" != 0 ] && is_locked "$p_private/said"; then
        fail lock "apt's lists were locked for $p_lock seconds: $(complaint "$p_private/said")"
    fi
    # Older apts do not know the error mode and call a dead mirror a warning.
    if [ "$p_status" != 0 ] || grep -qE '^W: (Failed to fetch|Some index files failed)|^Err:' "$p_private/said"; then
        fail refresh "apt-get update failed: $(complaint "$p_private/said")"
    fi
}

# The packages that lack what they depend on, one a line, in apt's words: `a : Depends: b but it is not installable`; nothing
# when there are none. With -qq apt keeps them to itself.
unmet_apt() {
    apt apt-get -q -o Debug::NoLocking=1 check 2>/dev/null | awk '
        / unmet dependencies:$/ { inside = 1; next }
        !inside { next }
        /^ *[^ ]+ : / { if (line != "") print line; sub(/^ +/, ""); line = $0; next }
        /^ +[^ ]/ && line != "" { sub(/^ +/, ""); line = line ", " $0 }
        END { if (line != "") print line }'
}

# $p_private/$1: status, name as apt wants it, name, architecture, version, section, priority, time of every package.
# shellcheck disable=SC2016 # dpkg-query's own
list_apt() {
    dpkg-query -W -f='${db:Status-Abbrev}\t${binary:Package}\t${Package}\t${Architecture}\t${Version}\t${Section}\t${Priority}\t${db-fsys:Last-Modified}\n' \
        >"$p_private/$1" 2>"$p_private/query" || fail manager "dpkg-query failed: $(complaint "$p_private/query")"
}

# How apt wants to be told: a package for all architectures without one.
specify_apt() { awk -F '\t' '{ print $1 ($2 == "all" ? "" : ":" $2) "=" $3 }'; }
