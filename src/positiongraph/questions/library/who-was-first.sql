SELECT holder, name AS holder_name, split_part(told, '|', 1) AS first_date, split_part(told, '|', 2)::INTEGER AS stance, positions
FROM (SELECT holder, min(date || '|' || stance) AS told, count(*) AS positions
      FROM accepted WHERE issue IN $issue GROUP BY holder) JOIN actors ON code = holder
ORDER BY first_date, url_encode(holder)
