WITH votes AS (
    SELECT mine.stance AS mine, theirs.stance AS theirs
    FROM positions AS mine JOIN positions AS theirs USING (statement, issue) JOIN statements USING (statement)
    WHERE mine.holder = $a AND theirs.holder = $b AND statements.act = 'vote'
      AND since(statements.date, $since)
      AND until(statements.date, $until)
)
SELECT count(*) AS together, count(*) FILTER (mine = theirs) AS alike, avg((mine = theirs)::INTEGER) AS agreement,
       avg(1 - abs(sign(mine) - sign(theirs)) / 2) AS s_score
FROM votes
HAVING count(*) > 0
