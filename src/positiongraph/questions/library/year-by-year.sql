SELECT left(date, 4) AS year, count(*) AS positions, count(*) FILTER (stance > 0) AS in_favour, count(*) FILTER (stance < 0) AS against,
       avg(stance) AS mean
FROM (FROM once WHERE $holder IS NULL UNION ALL FROM accepted WHERE holder = $holder)
WHERE $issue IS NULL OR issue IN (SELECT unnest($issue::VARCHAR[]))
GROUP BY year ORDER BY year
