SELECT left(date, 4) AS year, count(*) AS positions, count(*) FILTER (stance > 0) AS in_favour, count(*) FILTER (stance < 0) AS against,
       avg(stance) AS mean
FROM (
    FROM once
    WHERE false UNION ALL FROM accepted WHERE holder = $holder
)
WHERE true
  AND issue IN $issue
GROUP BY year ORDER BY year
