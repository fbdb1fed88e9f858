WITH ballots AS (
    SELECT statement, issue, holder, stance FROM positions JOIN statements USING (statement)
    WHERE statements.act = 'vote' AND since(statements.date, $since)
), pairs AS (
    SELECT mine.holder AS a, theirs.holder AS b, count(*) AS together, count(*) FILTER (mine.stance = theirs.stance) AS alike
    FROM ballots AS mine JOIN ballots AS theirs USING (statement, issue) WHERE mine.holder < theirs.holder GROUP BY ALL
)
SELECT a, first.name AS a_name, b, second.name AS b_name, together, alike, alike / together AS agreement
FROM pairs JOIN actors AS first ON first.code = a JOIN actors AS second ON second.code = b
ORDER BY agreement, together DESC, url_encode(a), url_encode(b) LIMIT $n::BIGINT
