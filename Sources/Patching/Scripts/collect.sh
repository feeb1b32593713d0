# What a node has, what it could have, what was said about that.
# shellcheck shell=sh disable=SC2154

collect() {
    begin
    "collect_$p_family"
    finish
}
