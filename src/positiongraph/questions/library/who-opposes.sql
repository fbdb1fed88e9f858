SELECT holder, name AS holder_name, stance, issue, issue_label, date, position
FROM accepted JOIN actors ON code = holder
WHERE issue IN $issue AND stance < 0
