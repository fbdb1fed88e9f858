WITH torn AS (SELECT holder, issue FROM accepted GROUP BY ALL HAVING min(stance) < 0 AND max(stance) > 0)
SELECT holder, name AS holder_name, issue, issue_label, stance, date, text, position
FROM accepted JOIN torn USING (holder, issue) JOIN actors ON code = holder
