SELECT holder, name AS holder_name, modality, stance, issue, issue_label, date, text, position
FROM accepted JOIN actors ON code = holder
WHERE modality <> 'actual'
  AND ($holder IS NULL OR (holders = 1 AND holder = $holder) OR (holders > 1 AND position IN (FROM shared SELECT position WHERE holder = $holder)))
