SELECT holder, name AS holder_name, stance, positions
FROM (SELECT holder, stance, count(*) AS positions FROM accepted GROUP BY holder, stance) JOIN actors ON code = holder
ORDER BY url_encode(holder), stance
