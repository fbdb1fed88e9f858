WITH beneath AS (
    SELECT within.issue, narrower.issue AS narrower FROM above AS narrower JOIN within ON within.broader = narrower.issue
    WHERE narrower.broader = $issue_alone
), counts AS (
    SELECT narrower, count(DISTINCT position) AS positions, count(DISTINCT holder) AS holders,
           count(DISTINCT position) FILTER (stance > 0) AS in_favour, count(DISTINCT position) FILTER (stance < 0) AS against
    FROM accepted JOIN beneath USING (issue) GROUP BY narrower
)
SELECT above.issue AS narrower, label AS narrower_label, coalesce(positions, 0) AS positions, coalesce(holders, 0) AS holders,
       coalesce(in_favour, 0) AS in_favour, coalesce(against, 0) AS against
FROM above JOIN labels ON labels.issue = above.issue LEFT JOIN counts ON narrower = above.issue
WHERE broader = $issue_alone
