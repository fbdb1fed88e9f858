SELECT coalesce(bool_or(holder = $holder), false) AS on_record, list(DISTINCT holder) AS holders
FROM accepted WHERE issue IN $issue
