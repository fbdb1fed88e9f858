SELECT issue, issue_label, list(holder) AS holders, voice, stance, date, text, "start", "end", position
FROM accepted WHERE stance < 0
GROUP BY ALL
