WITH leans AS (
    SELECT issue, any_value(issue_label) AS issue_label, holder, sum(stance) AS lean
    FROM accepted JOIN ties ON member = holder
    WHERE organization = $bloc
      AND since(date, $since)
      AND (since IS NULL OR since <= date) AND (until IS NULL OR until >= left(date, length(until)))
    GROUP BY issue, holder
)
SELECT issue, any_value(issue_label) AS issue_label, count(*) AS members, list(holder) FILTER (lean > 0) AS in_favour,
       list(holder) FILTER (lean < 0) AS against
FROM leans GROUP BY issue HAVING count(*) FILTER (lean > 0) > 0 AND count(*) FILTER (lean < 0) > 0
