-- every actor has a name, so that the outer join finds what the inner one would; DuckDB plans it in less time
SELECT holder, name AS holder_name, stance, issue, issue_label, date, position
FROM accepted LEFT JOIN actors ON code = holder
WHERE issue IN $issue AND stance < 0
