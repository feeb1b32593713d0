# What else each wanted version alone would bring to the node. Changes nothing.
# shellcheck shell=sh disable=SC2154

# All of them together are tried first: when that brings nothing but them, none of them alone brings more, and the costly
# part, one attempt for each, is saved. Each family has rehearse_… FILE, which prints `name, architecture, version` of all
# that would be installed, and fails as the package manager does, with $p_private/said.
simulate() {
    begin
    put_wanted >"$p_private/wanted"
    "prepare_$p_family"
    "refresh_$p_family"
    if [ ! -s "$p_private/wanted" ]; then finish; fi
    if "rehearse_$p_family" "$p_private/wanted" >"$p_private/all" && [ -z "$(others "$p_private/all")" ]; then finish; fi
    while IFS=$p_tab read -r p_name p_architecture p_version; do
        printf '%s\t%s\t%s\n' "$p_name" "$p_architecture" "$p_version" >"$p_private/one"
        if "rehearse_$p_family" "$p_private/one" >"$p_private/all"; then
            others "$p_private/all" | while IFS= read -r p_line; do
                put brings "$p_name" "$p_architecture" "$p_version" "$p_line"
            done
        else
            put cannot "$p_name" "$p_architecture" "$p_version" "$(complaint "$p_private/said")"
        fi
    done <"$p_private/wanted"
    finish
}

# others FILE: the lines about packages that are not wanted.
others() {
    # shellcheck disable=SC2016 # awk's own
    awk -F '\t' '
        FILENAME ~ /wanted$/ { wanted[$1, $2] = 1; next }
        !(($1, $2) in wanted) && !seen[$0]++
    ' "$p_private/wanted" "$1"
}
