SELECT issue, issue_label, stance, speaker, date, act, text, "start", "end", position
FROM accepted WHERE holder = $holder AND holders = 1
