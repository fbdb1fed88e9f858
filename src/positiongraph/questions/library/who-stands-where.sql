WITH wanted AS (
    FROM accepted
    WHERE holder = $holder
    UNION ALL FROM shared WHERE holder <> $holder AND position IN (FROM shared SELECT position WHERE holder = $holder)
)
SELECT holder, name AS holder_name, stance, issue, issue_label, date, text, "start", "end", speaker, targets, voice, act, attribution, modality,
       status, round(confidence::DOUBLE, 4) AS confidence, CASE WHEN voice = 'unilateral' THEN 1 ELSE holders END AS holders, position,
       statement, document, title, source
FROM wanted JOIN actors ON code = holder LEFT JOIN papers USING (document)
WHERE true
  AND issue IN $issue
  AND since(date, $since)
  AND until(date, $until)
