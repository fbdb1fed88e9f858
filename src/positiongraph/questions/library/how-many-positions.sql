SELECT holder, name AS holder_name, positions
FROM (SELECT holder, count(*) AS positions FROM accepted GROUP BY holder) JOIN actors ON code = holder
ORDER BY positions DESC, url_encode(holder)
