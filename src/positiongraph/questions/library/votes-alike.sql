WITH mine AS (
    SELECT statement, issue, stance FROM positions JOIN statements USING (statement)
    WHERE holder = $holder AND statements.act = 'vote'
      AND since(statements.date, $since)
)
SELECT holder AS other, name AS other_name, alike / together AS agreement, alike, together
FROM (SELECT holder, count(*) FILTER (theirs.stance = mine.stance) AS alike, count(*) AS together
      FROM positions AS theirs JOIN mine USING (statement, issue) WHERE holder <> $holder GROUP BY holder) JOIN actors ON code = holder
ORDER BY agreement DESC, together DESC, url_encode(other)
LIMIT $n
