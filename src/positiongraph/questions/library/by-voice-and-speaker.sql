SELECT list(holder) AS holders, voice, speaker, stance, issue_label, date, position
FROM accepted WHERE issue IN (SELECT unnest($issue::VARCHAR[]))
GROUP BY ALL
