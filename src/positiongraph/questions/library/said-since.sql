WITH wanted AS (
    FROM accepted
    WHERE holder = $holder
    UNION ALL FROM shared WHERE holder <> $holder AND position IN (FROM shared SELECT position WHERE holder = $holder)
)
SELECT wanted.date, holder, name AS holder_name, stance, issue, issue_label, text, position
FROM wanted JOIN statements USING (statement) JOIN actors ON code = holder
WHERE since(statements.date, $since)
ORDER BY wanted.date DESC, url_encode(holder), url_encode(issue), url_encode(position)
LIMIT $n
