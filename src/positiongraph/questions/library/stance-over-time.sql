SELECT date, count(*) AS positions, min(stance) AS lowest, avg(stance) AS mean, max(stance) AS highest
FROM accepted WHERE holder = $holder AND issue IN $issue
GROUP BY date ORDER BY date
