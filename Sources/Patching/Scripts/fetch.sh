# Reads the document at an address: `fetched BYTES`, a line break, the bytes, a line break, and `end`.
# p_limit is how many bytes it may have, p_time how many seconds that may take; with p_secure 1 nothing but https will do,
# whatever a server redirects to.
# shellcheck shell=sh disable=SC2154

fetch() {
    make_private
    p_url=$(put_url)
    p_status=0
    : >"$p_private/body.part"
    if command -v curl >/dev/null 2>&1; then
        # From standard input rather than as an argument: an address may hold a token, and arguments can be read by all.
        p_line=$(printf '%s\n' "$p_url" | sed 's/[\\"]/\\&/g')
        printf 'url = "%s"\n' "$p_line" >"$p_private/address"
        p_schemes='=http,https'
        [ "$p_secure" = 0 ] || p_schemes='=https'
        curl --silent --show-error --fail --location --globoff --proto "$p_schemes" --max-redirs 5 \
            --connect-timeout 20 --max-time "$p_time" --max-filesize "$p_limit" --config "$p_private/address" \
            2>"$p_private/said" >"$p_private/body.part" || p_status=$?
        # 63: the server says that it is larger.
        [ "$p_status" != 63 ] || too_large
    elif command -v wget >/dev/null 2>&1; then
        fetch_by_wget
    else
        fail client "Neither curl nor wget is installed, and one of them is needed to read the address."
    fi
    [ "$p_status" = 0 ] || fail fetch "$p_url cannot be read: $(complaint "$p_private/said")"
    p_bytes=$(wc -c <"$p_private/body.part")
    [ "$p_bytes" -le "$p_limit" ] || too_large
    put fetched "$((p_bytes))"
    cat "$p_private/body.part"
    echo
    finish
}

too_large() { fail size "$p_url has more than $p_limit bytes."; }

# wget, of GNU or busybox, knows no limit for the size nor for the whole time; only GNU's says what went wrong when told
# not to be quite quiet. The kernel stops it at the size, in units of 512 bytes.
fetch_by_wget() {
    # A time limit makes some busyboxes crash; the one below holds for all.
    p_options=-q
    case $(wget --version 2>/dev/null) in
    *GNU*)
        p_options='-nv -T 20'
        # wget keeps to https only while it follows links, so it follows no redirects instead.
        [ "$p_secure" = 0 ] || p_options="$p_options --max-redirect=0"
        ;;
    *)
        # busybox follows whatever it is told.
        [ "$p_secure" = 0 ] || fail client "curl or GNU wget is needed on the node to read an https address safely."
        ;;
    esac
    (
        ulimit -f "$((p_limit / 512 + 1))"
        # shellcheck disable=SC2086 # to be split
        exec wget $p_options -O "$p_private/body.part" "$p_url" >"$p_private/said" 2>&1
    ) &
    p_child=$!
    (
        trap 'kill "$p_sleep"; exit 0' TERM
        sleep "$p_time" &
        p_sleep=$!
        wait "$p_sleep"
        : >"$p_private/late"
        kill "$p_child"
    ) >/dev/null 2>&1 &
    p_timer=$!
    wait "$p_child" || p_status=$?
    kill "$p_timer" 2>/dev/null
    [ ! -e "$p_private/late" ] || echo "It took more than $p_time seconds." >"$p_private/said"
    # Stopped at the limit it failed, and the size tells why.
    p_bytes=$(wc -c <"$p_private/body.part")
    [ "$p_bytes" -le "$p_limit" ] || p_status=0
    [ -s "$p_private/said" ] || echo "wget ended with status $p_status." >"$p_private/said"
}
