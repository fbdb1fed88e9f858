WITH wanted AS (
    FROM accepted
    WHERE holders = 1 AND holder = $holder
    UNION ALL FROM shared WHERE position IN (FROM shared SELECT position WHERE holder = $holder)
)
SELECT wanted.date, holder, name AS holder_name, stance, issue, issue_label, text, position
FROM wanted JOIN statements USING (statement) JOIN actors ON code = holder
WHERE since(statements.date, $since)
ORDER BY wanted.date DESC, url_encode(holder), url_encode(issue), url_encode(position)
LIMIT $n
