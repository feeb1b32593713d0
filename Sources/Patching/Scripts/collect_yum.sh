# What yum of EL7 says differently. It is asked as its documentation has it; no EL7 was at hand to try it on.
# shellcheck shell=sh disable=SC2154,SC2016

# repoquery belongs to yum-utils, which may be missing; `list updates` wraps long lines and knows no build times.
offers_yum() {
    if command -v repoquery >/dev/null 2>&1 && [ -z "$p_sources" ]; then
        ask repoquery -q -a --plugins --pkgnarrow=updates --show-duplicates \
            --qf '%{name}|%{arch}|%{epoch}|%{version}|%{release}|%{repoid}|%{buildtime}' ||
            fail refresh "repoquery cannot tell what is newer: $(complaint "$p_private/said")"
        awk -F '|' -v OFS='\t' 'NF == 7 { print $1, $2, $3 ":" $4 "-" $5, $6, $7 }' "$p_private/answer" >"$p_private/offered"
        return 0
    fi
    ask manage --disableplugin=versionlock list updates --showduplicates
    p_status=$?
    if [ "$p_status" != 0 ] && ! grep -q 'No matching Packages' "$p_private/said" "$p_private/answer"; then
        fail refresh "yum cannot tell what is newer: $(complaint "$p_private/said")"
    fi
    # name.arch [epoch:]version-release repository, broken over lines anywhere between the three.
    awk -v OFS='\t' '
        /^(Updated Packages|Available Packages|Loaded plugins|Loading mirror|Error: No matching|Repodata is over)/ { next }
        {
            for (i = 1; i <= NF; i++) {
                word[++n] = $i
                if (n < 3) continue
                n = 0
                if (!match(word[1], /\.[^.]*$/)) continue
                print substr(word[1], 1, RSTART - 1), substr(word[1], RSTART + 1), (word[2] ~ /:/ ? "" : "0:") word[2], word[3], ""
            }
        }' "$p_private/answer" >"$p_private/offered"
}
