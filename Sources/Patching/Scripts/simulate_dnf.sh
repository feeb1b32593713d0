# shellcheck shell=sh disable=SC2154,SC2016

# rehearse_dnf FILE: the table of the transaction that dnf would ask about. Sections have headings; a row begins with one
# blank and goes on in lines with more of them when a name is too long for its column.
rehearse_dnf() {
    # shellcheck disable=SC2046 # to be split
    loudly --assumeno --setopt=obsoletes=0 --setopt=best=1 upgrade $(specify_dnf <"$1") </dev/null \
        >"$p_private/rehearsed" 2>"$p_private/said"
    # Declining is a failure too, so the status says nothing.
    if ! grep -q '^Transaction Summary' "$p_private/rehearsed"; then
        redact <"$p_private/said" >&2
        [ -s "$p_private/said" ] || cp "$p_private/rehearsed" "$p_private/said"
        return 1
    fi
    awk -v OFS='\t' '
        function row() {
            if (n >= 3 && section != "" && section !~ /^(Removing|Skipp|Disabling|Downgrading)/ && word[1] != "replacing")
                print word[1], word[2], (word[3] ~ /:/ ? "" : "0:") word[3]
            n = 0
        }
        /^Transaction Summary/ { row(); exit }
        /^[A-Z].*:$/ { row(); section = $0; next }
        /^[^ ]/ || /^$/ { row(); next }
        /^ [^ ]/ { row() }
        { for (i = 1; i <= NF; i++) word[++n] = $i }
    ' "$p_private/rehearsed"
}
