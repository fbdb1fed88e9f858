WITH own AS (
    SELECT issue, any_value(issue_label) AS issue_label, sum(stance) AS lean FROM accepted WHERE holder = $holder GROUP BY issue
), theirs AS (
    SELECT issue, sum(stance) AS lean FROM accepted SEMI JOIN own USING (issue) WHERE holder <> $holder GROUP BY issue, holder
)
SELECT issue, issue_label, own.lean, count(*) AS others
FROM own JOIN theirs USING (issue) WHERE own.lean <> 0
GROUP BY ALL HAVING count(*) FILTER (theirs.lean * own.lean > 0) = 0 AND count(*) > 1
