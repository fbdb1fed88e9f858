SELECT list(holder) AS holders, voice, speaker, stance, issue_label, date, position
FROM accepted WHERE issue IN $issue
GROUP BY ALL
