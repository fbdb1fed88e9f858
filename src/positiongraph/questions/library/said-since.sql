SELECT accepted.date, holder, name AS holder_name, stance, issue, issue_label, text, position
FROM accepted JOIN statements USING (statement) JOIN actors ON code = holder
WHERE since(statements.date, $since)
  AND ($holder IS NULL OR (holders = 1 AND holder = $holder) OR (holders > 1 AND position IN (FROM shared SELECT position WHERE holder = $holder)))
ORDER BY accepted.date DESC, url_encode(holder), url_encode(issue), url_encode(position) LIMIT $n::BIGINT
