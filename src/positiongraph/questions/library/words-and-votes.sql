WITH sides AS (
    SELECT within.broader AS issue, count(*) FILTER (act <> 'vote') AS said, count(*) FILTER (act = 'vote') AS voted,
           avg(stance) FILTER (act <> 'vote') AS words, avg(stance) FILTER (act = 'vote') AS votes
    FROM accepted JOIN within USING (issue) WHERE holder = $holder
    GROUP BY within.broader
)
SELECT issue, label AS issue_label, words, votes, said, voted, words * votes < 0 AS apart
FROM sides JOIN labels USING (issue) WHERE said > 0 AND voted > 0
ORDER BY apart DESC, issue_label, url_encode(issue)
