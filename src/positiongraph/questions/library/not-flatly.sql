WITH wanted AS (
    FROM accepted
    WHERE holders = 1 AND holder = $holder
    UNION ALL FROM shared WHERE position IN (FROM shared SELECT position WHERE holder = $holder)
)
SELECT holder, name AS holder_name, modality, stance, issue, issue_label, date, text, position
FROM wanted JOIN actors ON code = holder
WHERE modality <> 'actual'
