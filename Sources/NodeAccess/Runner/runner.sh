#!/bin/sh
# The node's side of a step: claims a spool directory, runs the work in a session of its own, keeps what came of it.
#
# The control host sends this text to `sh -s`, then assignments of the m_ variables named below, then one line
# `perform <what> <nonce>`. Nothing happens before that line is complete, so a cut connection starts nothing.
# POSIX sh only, nothing is installed. Children cost more than anything else here, so they are counted: a step forks
# mkdir (the claim), dd (its fsync), the timer, its sleep, the work; everything else is a builtin.
# No here-documents and no strings over several lines below: the control host drops comments and indentation.
#
#   <spool>/<id>/claim   boot ID, supervisor's pid and birth, time of the claim, "."
#               /status  a padded placeholder until the end, then kind, code, time, "."; written in place
#               /group   pid (also the process group) and birth of the work, "."
#               /stop    somebody asked to cancel      /late   the time limit struck
#               /script  the work                      /out /err  what it wrote
#   <spool>/.done/<id>   the work is over and forgotten: it must not start again
# A record without its "." is half-written and counts as absent.
#
# m_nonce marks our lines in the stream; m_spool m_id m_ids m_script m_timeout m_limit m_dir m_out m_err m_known m_from
# m_prune are the request; m_newline is a newline; exec_work becomes its arguments in the work's environment.
# shellcheck disable=SC2154

m_newline="
"
# An unprivileged login shell often lacks the directories of the administrator's commands.
for m_line in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
    case :$PATH: in *":$m_line:"*) ;; *) PATH=${PATH:+$PATH:}$m_line ;; esac
done
export PATH

say() { printf '\n%s %s\n' "$m_nonce" "$*" 2>/dev/null; }

# refuse CODE TEXT: the request cannot be served; only the first line of the text is sent.
refuse() {
    say "error $1 ${2%%"$m_newline"*}"
    exit 0
}

look_up_boot() {
    m_boot=
    { read -r m_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null && return 0
    m_boot=$(sysctl -n kern.bootsessionuuid 2>/dev/null || sysctl -n kern.boottime 2>/dev/null)
    m_boot=${m_boot#*sec = }
    m_boot=${m_boot%%,*}
    m_boot=${m_boot:-unknown}
}

# Seconds on a clock that nobody sets; only differences mean something.
look_up_time() {
    { read -r m_now m_rest </proc/uptime; } 2>/dev/null || m_now=$(date +%s)
}

# look_up_life PID: m_life tells this process from a later one with the same number; empty when it is gone. m_line is
# what the kernel says of it, beginning with its number; PID may be "self".
look_up_life() {
    m_life=
    if [ -r /proc/self/stat ]; then
        { read -r m_line <"/proc/$1/stat"; } 2>/dev/null || return 0
        # shellcheck disable=SC2086 # numbers and one letter, to be split
        set -- ${m_line##*") "}
        case $1 in Z | X | x) ;; *) m_life=${20} ;; esac
    elif [ "$1" != self ] && kill -0 "$1" 2>/dev/null; then
        m_life=-
    fi
}

# settle DIRECTORY: makes it the spool if it can be written.
settle() {
    m_spool=$1
    [ -d "$1/.done" ] && [ -w "$1" ] && return 0
    # shellcheck disable=SC2174 # the parents are anybody's
    m_said=$({ mkdir -p -m 700 "$1" && mkdir -p -m 700 "$1/.done" && [ -w "$1" ]; } 2>&1)
}

# is_ours DIRECTORY: a real directory of this user, closed to others, so that nobody planted it in a shared place.
is_ours() {
    [ -d "$1" ] && [ ! -h "$1" ] || return 1
    # shellcheck disable=SC2046 # to be split
    set -- $(ls -ldn "$1")
    case $1 in drwx------*) [ "$3" = "$m_uid" ] ;; *) return 1 ;; esac
}

look_up_spool() {
    m_said=
    if [ -n "$m_spool" ]; then
        settle "$m_spool" || refuse spool "$m_spool: ${m_said:-not writable}"
        return 0
    fi
    # Only root can have made it, so whoever may write there was meant to.
    [ -w /var/lib/mwd-node ] && settle /var/lib/mwd-node && return 0
    m_uid=$(id -u)
    if [ "$m_uid" = 0 ]; then
        settle /var/lib/mwd-node || refuse spool "/var/lib/mwd-node: ${m_said:-not writable}"
        return 0
    fi
    m_home=${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/mwd
    # A claim made while the home was away must be found again when it is back.
    if [ -n "$m_id" ] && is_ours "/var/tmp/mwd-$m_uid" && [ -d "/var/tmp/mwd-$m_uid/$m_id" ]; then
        m_home=/var/tmp/mwd-$m_uid
    fi
    settle "$m_home" && return 0
    m_why=$m_said
    mkdir -m 700 "/var/tmp/mwd-$m_uid" 2>/dev/null
    is_ours "/var/tmp/mwd-$m_uid" && settle "/var/tmp/mwd-$m_uid" && return 0
    refuse spool "$m_home: ${m_why:-not writable}"
}

place() {
    m_claim=$m_spool/$m_id
    m_tomb=$m_spool/.done/$m_id
}

read_claim() {
    c_dot=
    { read -r c_boot c_pid c_life c_at c_dot <"$m_claim/claim"; } 2>/dev/null
    [ "$c_dot" = . ]
}

read_status() {
    s_dot=
    { read -r s_kind s_code s_at s_dot <"$m_claim/status"; } 2>/dev/null
    [ "$s_dot" = . ]
}

# In place, over the placeholder: a disk that the work filled up still takes it, and a reader sees all of it or no dot.
write_status() {
    s_kind=$1 s_code=$2 s_at=$3
    printf '%s %s %s .\n' "$s_kind" "$s_code" "$s_at" 2>/dev/null 1<>"$m_claim/status"
}

write_claim() {
    look_up_life "$$"
    look_up_time
    c_boot=$m_boot c_at=$m_now
    printf '%-63s\n' running >"$m_claim/status" &&
        : >"$m_claim/out" && : >"$m_claim/err" &&
        printf '%s' "$m_script" >"$m_claim/script" &&
        printf '%s %s %s %s .\n' "$m_boot" "$$" "${m_life:--}" "$m_now" >"$m_claim/claim"
}

# Does the supervisor of the claim read last still live?
is_supervised() {
    look_up_life "$c_pid"
    [ "${m_life:--}" = "$c_life" ] && [ -n "$m_life" ]
}

# The whole group; the pid alone counts while the work has not become its leader yet.
kill_group() {
    g_dot=
    { read -r g_pid g_life g_dot <"$m_claim/group"; } 2>/dev/null
    [ "$g_dot" = . ] || return 0
    look_up_life "$g_pid"
    [ -n "$m_life" ] && [ "$m_life" = "$g_life" ] || return 0
    kill -s KILL -- "-$g_pid" 2>/dev/null
    kill -s KILL "$g_pid" 2>/dev/null
    kill -s KILL -- "-$g_pid" 2>/dev/null
    return 0
}

# send STREAM OFFSET
send() {
    [ -s "$m_claim/$1" ] || return 0
    printf '\n%s data %s %s\n' "$m_nonce" "$1" "$2" 2>/dev/null
    if [ "$2" = 0 ]; then
        head -c "$m_limit" "$m_claim/$1"
    else
        tail -c "+$(($2 + 1))" "$m_claim/$1" | head -c "$((m_limit - $2))"
    fi 2>/dev/null
    printf '\n%s end\n' "$m_nonce" 2>/dev/null
}

report() {
    # Times of another boot cannot be told from now.
    [ "$c_boot" = "$m_boot" ] || c_at=- s_at=-
    send out "$m_out"
    send err "$m_err"
    look_up_time
    say "done $s_kind $s_code $c_boot $c_at $s_at $m_now"
}

# Reasons why a work is lost: 1 its supervisor vanished, 2 claimed but never started, 3 cleared before, 4 no trace of it.
report_absent() {
    say "done lost $1 $m_boot - - 0"
    exit 0
}

# Runs in a subshell of its own; ends as the work.
launch() {
    trap - HUP INT QUIT TERM PIPE
    look_up_life self
    m_pid=${m_line%% *}
    # Without /proc: the parent of a child is this subshell, whatever $$ says.
    [ -n "$m_life" ] || { m_pid=$(exec sh -c 'echo "$PPID"') && look_up_life "$m_pid"; }
    printf '%s %s .\n' "$m_pid" "${m_life:--}" >"$m_claim/group"
    # Cancelling writes stop and then reads group; we write group and then read stop: one of us sees the other.
    [ -e "$m_claim/stop" ] && exit 137
    for m_setsid in /usr/bin/setsid /bin/setsid; do [ -x "$m_setsid" ] && break; done
    [ -x "$m_setsid" ] || m_setsid=$(command -v setsid)
    { [ -n "$m_dir" ] && cd "$m_dir"; } 2>/dev/null || cd "${HOME:-/}" 2>/dev/null || cd /
    set -- /bin/sh "$m_claim/script"
    case $m_script in
    '#!'*)
        chmod 700 "$m_claim/script"
        # As the kernel would, but on a noexec file system too; busybox, as root, cannot even tell that it is on one.
        m_line=${m_script%%"$m_newline"*}
        set -f
        # shellcheck disable=SC2086 # the first word names the interpreter, what follows is one argument
        set -- ${m_line#'#!'}
        m_interpreter=${1:-/bin/sh}
        m_rest=${m_line#*"$m_interpreter"}
        m_rest=${m_rest#"${m_rest%%[! ]*}"}
        set -- "$m_interpreter" ${m_rest:+"$m_rest"} "$m_claim/script"
        ;;
    esac
    if [ -n "$m_setsid" ]; then exec_work "$m_setsid" "$@"; fi
    # shellcheck disable=SC2016 # Perl's variables
    exec_work perl -e 'use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 127' "$@"
}

start_timer() {
    (
        # KILL: a child that has not become sleep yet would catch anything else and forget it.
        trap 'kill -s KILL "$!" 2>/dev/null; exit 0' TERM
        # Slept twice at most: somebody may kill a sleep that is not theirs.
        for m_line in once again; do
            sleep "$m_timeout" &
            wait "$!" && break
        done
        read_status && exit 0
        : >"$m_claim/late"
        kill_group
    ) </dev/null >/dev/null 2>&1 &
    m_timer=$!
}

start_work() {
    # This shell is the supervisor now: it outlives its connection and whoever hangs up on it. Before the claim is
    # written: a supervisor that dies of its first word to a dead connection would leave a claim whose work never ran.
    trap '' HUP INT QUIT PIPE
    if ! write_claim 2>/dev/null; then
        rm -rf "$m_claim"
        refuse spool "$m_spool: cannot write there; is the file system full?"
    fi
    # The claim must outlive a power cut, or the work would run again after it.
    dd if=/dev/null of="$m_claim/claim" conv=notrunc,fsync 2>/dev/null
    say "claimed 0 $m_boot"
    start_timer
    trap '' TERM
    (launch) </dev/null >"$m_claim/out" 2>"$m_claim/err"
    s_code=$?
    kill "$m_timer" 2>/dev/null
    look_up_time
    s_kind=exited
    if [ "$s_code" = 137 ]; then
        if [ -e "$m_claim/stop" ]; then s_kind=cancelled; elif [ -e "$m_claim/late" ]; then s_kind=timedout; fi
    fi
    write_status "$s_kind" "$s_code" "$m_now"
    report
}

# Somebody else supervises, or did: wait for the end of it.
follow_work() {
    say "claimed 1 $m_boot" || exit 0
    m_polls=0
    while :; do
        if read_status; then
            read_claim || c_boot=$m_boot c_at=-
            report
            return 0
        fi
        [ -d "$m_claim" ] || report_absent 3
        if ! read_claim; then
            if [ "$m_polls" -ge 100 ]; then
                # A start that stalled for so long must not come through after all.
                : >"$m_claim/stop"
                c_boot=$m_boot c_at=-
                write_status lost 2 -
                report
                return 0
            fi
        elif [ "$c_boot" != "$m_boot" ]; then
            s_kind=interrupted s_code=0 s_at=-
            report
            return 0
        elif ! is_supervised && ! read_status; then
            [ -d "$m_claim" ] || report_absent 3
            # Nobody keeps its time limit any more.
            kill_group
            write_status lost 1 -
            report
            return 0
        fi
        m_polls=$((m_polls + 1))
        # A line now and then: it fails when nobody listens any more.
        [ $((m_polls % 60)) != 0 ] || say waiting || exit 0
        if [ "$m_polls" -lt 50 ]; then sleep 0.1 2>/dev/null || sleep 1; else sleep 1; fi
    done
}

run_work() {
    place
    if [ ! -d "$m_claim" ]; then
        [ ! -e "$m_tomb" ] || report_absent 3
        [ "$m_known" = 0 ] || report_absent 4
        if m_said=$(mkdir -m 700 "$m_claim" 2>&1); then
            # Clearing writes the tombstone and then looks for the claim; we do it the other way round.
            if [ -e "$m_tomb" ]; then
                rmdir "$m_claim"
                report_absent 3
            fi
            start_work
            return 0
        fi
        [ -d "$m_claim" ] || refuse spool "$m_said"
    fi
    follow_work
}

cancel_work() {
    place
    if [ -e "$m_tomb" ] && [ ! -d "$m_claim" ]; then
        say "cancelled over"
    elif m_said=$(mkdir -m 700 "$m_claim" 2>&1); then
        # Never started: the claim is ours, and a later start finds it cancelled.
        m_script=
        { write_claim && write_status cancelled 137 -; } 2>/dev/null || refuse spool "$m_spool: cannot write there"
        say "cancelled unstarted"
    elif [ -d "$m_claim" ]; then
        : >"$m_claim/stop"
        if ! read_status && read_claim && [ "$c_boot" = "$m_boot" ]; then kill_group; fi
        say "cancelled asked"
    else
        refuse spool "$m_said"
    fi
}

is_over() {
    read_status && return 0
    read_claim || return 1
    [ "$c_boot" != "$m_boot" ] || ! is_supervised
}

clear_works() {
    set --
    for m_id in $m_ids; do
        place
        : >"$m_tomb"
        if [ -d "$m_claim" ] && ! is_over; then
            rm -f "$m_tomb"
            say "busy $m_id"
        else
            set -- "$@" "$m_claim"
        fi
    done
    [ "$#" = 0 ] || rm -rf "$@"
    if [ "$m_prune" = 1 ]; then
        find "$m_spool/.done" -type f -mtime +7 -exec rm -f {} + 2>/dev/null
        # A step lasts two days at most; what nobody fetched for a month, nobody will.
        find "$m_spool/." ! -name . -prune -type d ! -name .done -mtime +30 -exec rm -rf {} + 2>/dev/null
    fi
    say cleared
}

probe_node() {
    m_said=$(mkdir "$m_spool/.probe.$$" 2>&1 && rmdir "$m_spool/.probe.$$" 2>&1) || refuse spool "$m_said"
    say "fact clock $(date +%s)"
    say "fact boot $m_boot"
    say "fact system $(uname -s)"
    say "fact kernel $(uname -r)"
    say "fact machine $(uname -m)"
    say "fact host $(uname -n)"
    say "fact user $(id -u)"
    say "fact spool $m_spool"
    say "fact spooltype $(stat -f -c %T "$m_spool" 2>/dev/null)"
    # shellcheck disable=SC2046 # to be split
    set -- $(df -Pk "$m_spool" 2>/dev/null | tail -n 1)
    say "fact spoolfree ${4:-}"
    m_said=$(command -v setsid || command -v perl)
    say "fact session $m_said"
    printf '\n%s data release 0\n' "$m_nonce"
    cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release 2>/dev/null || sw_vers 2>/dev/null
    printf '\n%s end\n' "$m_nonce"
    say probed
}

# A changed boot ID is the only proof of a reboot, so asking for the same one twice must not cause two.
reboot_node() {
    if [ -n "$m_from" ] && [ "$m_from" != "$m_boot" ]; then
        say "rebooting already"
        return 0
    fi
    trap '' HUP INT QUIT TERM PIPE
    say "rebooting now"
    m_said=$({ shutdown -r now || reboot; } 2>&1 </dev/null) || refuse reboot "$m_said"
    say "rebooting accepted"
}

perform() {
    [ "$2" = "$m_nonce" ] || exit 1
    look_up_boot
    [ "$1" = reboot_node ] || look_up_spool
    "$1"
    exit 0
}
