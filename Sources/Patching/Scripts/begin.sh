#!/bin/sh
# shellcheck disable=SC2154,SC2034
# What every patch script begins with: how it speaks, how it fails, where it keeps what nobody else may read.
#
# It speaks in lines of tab-separated fields, the first of which names the record. The last line is `end`; without it the
# output is cut and worth nothing. A failure is `error CODE TEXT` and exit status 1, and then there is no `end`.
# Whatever a package manager said goes to standard error.
# POSIX sh and awk only. The control host drops comment lines.
#
# p_lock is how many seconds a lock is waited for; p_refresh is 1 when metadata are to be fetched; put_wanted and
# put_sources are defined by the control host and print what it passes in.

set -u
exec </dev/null
umask 077
LC_ALL=C TZ=UTC0
export LC_ALL TZ
unset LANGUAGE

p_tab=$(printf '\t')

for p_line in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
    case :${PATH-}: in *":$p_line:"*) ;; *) PATH=${PATH:+$PATH:}$p_line ;; esac
done
export PATH

# put FIELD...: one record.
put() {
    p_line=$1
    shift
    for p_field; do p_line=$p_line$p_tab$p_field; done
    printf '%s\n' "$p_line"
}

# brief: the text in one line of at most 500 bytes, without what may be secret: users, passwords and query strings of
# addresses.
brief() {
    # shellcheck disable=SC2016 # awk's own
    tr '\t\r\n' '   ' | tr -d '\000-\037\177' | redact | awk '
        { gsub(/  +/, " "); sub(/^ /, ""); sub(/ $/, ""); print substr($0, 1, 500); exit }'
}

# Addresses keep their host and path. dnf, when upset about a repository, prints all its settings.
redact() {
    sed -e 's#^\( *[a-z_]*\(password\|username\)[ =:]*\).*#\1***#' -e 's#://[^/@ ]*@#://***@#g' -e 's#\(://[^ ?]*\)?[^ "'\'']*#\1?***#g'
}

# fail CODE TEXT: the text may hold anything.
fail() {
    put error "$1" "$(printf '%s\n' "$2" | brief)"
    exit 1
}

# The same ways as the runner's, whose answer it must equal.
look_up_boot() {
    p_boot=
    { read -r p_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null && return 0
    p_boot=$(sysctl -n kern.bootsessionuuid 2>/dev/null || sysctl -n kern.boottime 2>/dev/null)
    p_boot=${p_boot#*sec = }
    p_boot=${p_boot%%,*}
    p_boot=${p_boot:-unknown}
}

# p_private is a directory for this run only. It can be entered by others, because apt fetches as a user of its own, but
# not listed, and what it holds is closed to them.
make_private() {
    for p_line in /var/tmp /tmp; do
        # What a killed run left behind may hold secrets.
        find "$p_line/." ! -name . -prune -type d -user 0 -name 'mwd-patch.*' -mtime +2 -exec rm -rf {} + 2>/dev/null
        p_private=$(mktemp -d "$p_line/mwd-patch.XXXXXX" 2>/dev/null) && break
        p_private=
    done
    [ -n "$p_private" ] || fail space "No temporary directory can be made in /var/tmp or /tmp."
    trap 'rm -rf "$p_private"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    chmod 711 "$p_private"
}

# p_manager is apt, dnf, yum or zypper; p_family, for the names of functions, knows no yum. The system decides, not what
# happens to be installed: a Debian may have a dnf.
look_up_manager() {
    p_release=/etc/os-release
    [ -r "$p_release" ] || p_release=/usr/lib/os-release
    [ -r "$p_release" ] || fail system "There is no /etc/os-release: what system this is cannot be told."
    p_ids=" $(sed -n 's/^ID=//p; s/^ID_LIKE=//p' "$p_release" | tr -d '"'\' | tr '\n' ' ') "
    case $p_ids in
    *" debian "* | *" ubuntu "* | *" raspbian "*) p_manager=apt p_tools="apt-get apt-cache dpkg dpkg-query" ;;
    *" suse "* | *" sles "* | *" opensuse "*) p_manager=zypper p_tools="zypper rpm" ;;
    *)
        p_manager=dnf p_tools="dnf rpm"
        if ! command -v dnf >/dev/null 2>&1 && command -v yum >/dev/null 2>&1; then p_manager=yum p_tools="yum rpm"; fi
        ;;
    esac
    p_family=$p_manager
    [ "$p_manager" != yum ] || p_family=dnf
    for p_line in $p_tools awk sed sort find mktemp; do
        command -v "$p_line" >/dev/null 2>&1 ||
            fail manager "$p_line is not installed, which patching a system with$p_ids needs."
    done
}

# The facts of the system as os-release has them; the control host decides what it is.
put_system() {
    # shellcheck disable=SC2016 # awk's own
    awk -F= '/^(ID|VERSION_ID|ID_LIKE|PRETTY_NAME)=/ {
        name = $1; sub(/^[^=]*=/, ""); gsub(/[\t\r]/, " ")
        if ($0 ~ /^".*"$/ || $0 ~ /^'\''.*'\''$/) $0 = substr($0, 2, length($0) - 2)
        print "system\t" name "\t" substr($0, 1, 200)
    }' "$p_release"
    put boot "$p_boot"
    put manager "$p_manager"
}

begin() {
    [ "$(id -u)" = 0 ] || fail root "Patching needs root; this is $(id -un 2>/dev/null || id -u)."
    look_up_boot
    make_private
    look_up_manager
    put format 1
    put_system
    # Each source in a file of its own.
    p_sources=
    put_sources >/dev/null 2>&1 && p_sources=1
}

# is_locked FILE: did the package manager only complain of a lock?
is_locked() {
    grep -qE 'Could not get lock|Unable to lock|Unable to acquire the dpkg frontend lock|frontend lock was locked|is another process using it|System management is locked|Existing lock |already locked by' "$1"
}

# patiently COMMAND...: runs it until it is not a lock that stops it, or p_lock is over; what it said is in
# $p_private/said. Returns its status.
patiently() {
    p_began=$(date +%s)
    while :; do
        p_status=0
        "$@" </dev/null >"$p_private/said" 2>&1 || p_status=$?
        redact <"$p_private/said" >&2
        is_worth_waiting || return "$p_status"
    done
}

# ask COMMAND...: the same, with its answer apart in $p_private/answer.
ask() {
    p_began=$(date +%s)
    while :; do
        p_status=0
        "$@" </dev/null >"$p_private/answer" 2>"$p_private/said" || p_status=$?
        redact <"$p_private/said" >&2
        is_worth_waiting || return "$p_status"
    done
}

is_worth_waiting() {
    [ "$p_status" != 0 ] && is_locked "$p_private/said" && [ $(($(date +%s) - p_began)) -lt "$p_lock" ] || return 1
    sleep 2
}

# complaint FILE: the line of a package manager's output that says best what went wrong.
complaint() {
    # shellcheck disable=SC2016 # awk's own
    awk '
        # dnf: what the problem is stands in the lines that follow it
        problem > 0 { p = p " " $0; problem-- }
        /^ *Problem( [0-9]*)?: / && p == "" { p = $0; problem = 2 }
        /^(E|Error|error|ERROR): +[^ ]/ && $0 !~ /^Error: *$/ && e == "" { e = $0 }
        /do not have any GPG public keys|Public key for|GPG check FAILED|GPG keys listed|is not signed/ && e == "" { e = $0 }
        /already locked by|System management is locked|Digest verification failed|^Error message: / && e == "" { e = $0 }
        /^dpkg: error/ && d == "" { d = $0 }
        /^W: / && w == "" { w = $0 }
        /[^ ]/ && !/^(Please see the above|Problem occurred|Installation has been aborted|Continue\?)/ { l = $0 }
        END { print (p != "" ? p : e != "" ? e : d != "" ? d : w != "" ? w : l) }' "$1" | brief
}

finish() {
    put end
    exit 0
}
