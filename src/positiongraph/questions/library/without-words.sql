SELECT holder, name AS holder_name, stance, issue, issue_label, accepted.date, title, position
FROM accepted JOIN actors ON code = holder JOIN statements USING (statement) LEFT JOIN papers USING (document)
WHERE text IS NULL AND "start" IS NULL AND accepted.act <> 'vote' AND statements.act IS DISTINCT FROM 'vote'
