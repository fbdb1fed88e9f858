WITH wanted AS (
    FROM accepted
    WHERE holder = $holder
    UNION ALL FROM shared WHERE holder <> $holder AND position IN (FROM shared SELECT position WHERE holder = $holder)
)
SELECT holder, name AS holder_name, modality, stance, issue, issue_label, date, text, position
FROM wanted JOIN actors ON code = holder
WHERE modality <> 'actual'
