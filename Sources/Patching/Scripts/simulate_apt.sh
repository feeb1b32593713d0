# shellcheck shell=sh disable=SC2154,SC2016

# rehearse_apt FILE: `Inst name [old] (new Origin [arch]) []`; a name may have its architecture behind a colon.
rehearse_apt() {
    # shellcheck disable=SC2046 # to be split
    apt apt-get -s -qq --no-remove --only-upgrade install $(specify_apt <"$1") </dev/null \
        >"$p_private/rehearsed" 2>"$p_private/said" || {
        redact <"$p_private/said" >&2
        return 1
    }
    awk -v OFS='\t' '$1 == "Inst" {
        name = $2; sub(/:.*/, "", name)
        line = $0; sub(/^[^(]*\(/, "", line); version = line; sub(/ .*/, "", version)
        architecture = line; sub(/\].*/, "", architecture); sub(/.*\[/, "", architecture)
        print name, architecture, version
    }' "$p_private/rehearsed"
}
