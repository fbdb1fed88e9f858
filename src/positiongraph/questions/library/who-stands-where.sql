SELECT holder, name AS holder_name, stance, issue, issue_label, date, text, "start", "end", speaker, targets, voice, act, attribution, modality,
       status, round(confidence::DOUBLE, 4) AS confidence, CASE WHEN voice = 'unilateral' THEN 1 ELSE holders END AS holders, position,
       statement, document, title, source
FROM accepted JOIN actors ON code = holder LEFT JOIN papers USING (document)
WHERE ($issue IS NULL OR issue IN (SELECT unnest($issue::VARCHAR[])))
  AND ($holder IS NULL OR (holders = 1 AND holder = $holder) OR (holders > 1 AND position IN (FROM shared SELECT position WHERE holder = $holder)))
  AND since(date, $since) AND until(date, $until)
