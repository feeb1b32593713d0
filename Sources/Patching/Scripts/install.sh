# Puts the wanted versions on the node and tells what changed. Whether they are in is for the control host to judge, by
# looking again: nothing here goes by exit statuses.
# shellcheck shell=sh disable=SC2154

# The files of the private directory: todo holds what is still wanted (name, architecture, version), before and after the
# lists of packages, log what was said.
install() {
    begin
    put_wanted >"$p_private/todo"
    : >"$p_private/log"
    "install_$p_family"
    finish
}

# note NAME ARCHITECTURE TEXT: about one package.
note() { put note "$1" "$2" "$(printf '%s\n' "$3" | brief)"; }

# note_all TEXT: about everything that is still wanted.
note_all() {
    while IFS=$p_tab read -r p_name p_architecture _; do
        note "$p_name" "$p_architecture" "$1"
    done <"$p_private/todo"
}

# put_changes BEFORE AFTER: files of name, architecture, version.
put_changes() {
    sort -u "$1" >"$1.sorted"
    sort -u "$2" >"$2.sorted"
    # shellcheck disable=SC2016 # awk's own
    awk -F '\t' -v OFS='\t' '
        { key = $1 OFS $2 }
        FILENAME ~ /before[^\/]*$/ { had[key, $3] = 1; old[++olds] = $0; next }
        { has[key, $3] = 1; new[++news] = $0 }
        END {
            for (i = 1; i <= olds; i++) {
                split(old[i], field, FS); key = field[1] OFS field[2]
                if (!((key, field[3]) in has)) gone[key, ++gones[key]] = field[3]
            }
            for (i = 1; i <= news; i++) {
                split(new[i], field, FS); key = field[1] OFS field[2]
                if ((key, field[3]) in had) continue
                n = ++taken[key]
                print "change", key, gone[key, n], field[3]
            }
            for (i = 1; i <= olds; i++) {
                split(old[i], field, FS); key = field[1] OFS field[2]
                if ((key, field[3]) in has || key in told) continue
                told[key] = 1
                for (n = taken[key] + 1; n <= gones[key]; n++) print "change", key, gone[key, n], ""
            }
        }' "$1.sorted" "$2.sorted"
}

# work_through: all of todo in one transaction; one that fails is tried again as long as each attempt brings some of it in,
# and then in halves, down to single packages: one bad package holds up nobody else, and finding it in hundreds takes few
# attempts. Each family has attempt_… FILE (returns the status of the package manager; what it said is in $p_private/said)
# and look_again_… (drops from todo what is in).
work_through() {
    mkdir "$p_private/queue"
    cp "$p_private/todo" "$p_private/queue/1"
    p_head=1 p_tail=1 p_failures=0
    while [ "$p_head" -le "$p_tail" ]; do
        mv "$p_private/queue/$p_head" "$p_private/todo"
        p_head=$((p_head + 1))
        [ -s "$p_private/todo" ] || continue
        cp "$p_private/todo" "$p_private/tried"
        p_status=0
        "attempt_$p_family" "$p_private/todo" || p_status=$?
        "look_again_$p_family"
        if [ ! -s "$p_private/todo" ]; then
            p_failures=0
        elif [ "$p_status" = 0 ]; then
            note_all "The package manager left it as it was."
        elif ! cmp -s "$p_private/todo" "$p_private/tried"; then
            p_failures=0
            p_tail=$((p_tail + 1))
            mv "$p_private/todo" "$p_private/queue/$p_tail"
        elif is_locked "$p_private/said"; then
            give_up "The package manager was locked for $p_lock seconds"
        elif grep -q 'fix-broken install' "$p_private/said"; then
            p_text=$(unmet_apt | awk '{ printf "%s%s", sep, $0; sep = "; " }' | brief)
            give_up "What is installed lacks what it depends on, and apt does nothing until that is mended${p_text:+: $p_text}"
        elif is_unreachable "$p_private/said" && [ "$p_failures" = 2 ]; then
            give_up "The repository cannot be reached"
        else
            ! is_unreachable "$p_private/said" || p_failures=$((p_failures + 1))
            split_todo
        fi
    done
}

# Two halves to try, or the last word on a single package.
split_todo() {
    p_lines=$(wc -l <"$p_private/todo")
    if [ "$p_lines" -le 1 ]; then
        p_text=$(complaint "$p_private/said")
        note_all "${p_text:-The package manager left it as it was.}"
        return 0
    fi
    p_lines=$(((p_lines + 1) / 2))
    head -n "$p_lines" "$p_private/todo" >"$p_private/queue/$((p_tail + 1))"
    tail -n "+$((p_lines + 1))" "$p_private/todo" >"$p_private/queue/$((p_tail + 2))"
    p_tail=$((p_tail + 2))
}

# give_up WHY: each further attempt would only wait for the same thing again.
give_up() {
    put problem "$1: $(complaint "$p_private/said")"
    note_all "Not tried again: $1."
    while [ "$p_head" -le "$p_tail" ]; do
        mv "$p_private/queue/$p_head" "$p_private/todo"
        note_all "Not tried again: $1."
        p_head=$((p_head + 1))
    done
}

# is_unreachable FILE: a repository that does not answer, which takes its time; a file that it does not have does not.
is_unreachable() {
    grep -qiE 'Could not connect|Could not resolve|Temporary failure resolving|Connection (failed|refused|timed out)|Curl error|Timeout was reached|No more mirrors to try|All mirrors were tried|Failed to download metadata' "$1"
}
