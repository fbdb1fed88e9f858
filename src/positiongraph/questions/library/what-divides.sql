WITH leans AS (
    SELECT issue, any_value(issue_label) AS issue_label, sum(stance) AS lean FROM accepted GROUP BY issue, holder
)
SELECT issue, any_value(issue_label) AS issue_label, count(*) FILTER (lean > 0) AS in_favour, count(*) FILTER (lean < 0) AS against,
       count(*) FILTER (lean = 0) AS neither
FROM leans GROUP BY issue HAVING in_favour > 0 AND against > 0
ORDER BY least(in_favour, against) DESC, in_favour + against DESC, url_encode(issue)
LIMIT $n
