# The records that dnf, yum and zypper share.
# shellcheck shell=sh disable=SC2154,SC2016

put_installed_rpm() {
    awk -F '\t' -v OFS='\t' '
        FILENAME ~ /locks$/ { locked[$1] = 1; next }
        { print "installed", $1, $2, $3, "", ($1 in locked ? 1 : 0), $4, "", "", $5 }
    ' "$p_private/locks" "$p_private/list" || fail manager "awk failed."
}

# archive and offer records of $p_private/offered, one per version.
put_offers_rpm() {
    awk -F '\t' -v OFS='\t' "$p_epoch"'
        {
            if (!($4 in numbers)) { numbers[$4] = ++known; print "archive", known, $4, "" }
            key = $1 OFS $2 OFS $3
            if (!(key in archives)) { order[++count] = key; archives[key] = numbers[$4]; built[key] = $5 }
            else if (("," archives[key] ",") !~ ("," numbers[$4] ",")) archives[key] = archives[key] "," numbers[$4]
        }
        END { for (i = 1; i <= count; i++) print "offer", order[i], archives[order[i]], "", "", seconds(built[order[i]]) }
    ' "$p_private/offered" || fail manager "awk failed."
}
