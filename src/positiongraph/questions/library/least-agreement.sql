-- a set of ballots for each holder and stance, as bits: what two have in common is counted without pairing their votes
WITH sets AS (
    SELECT holder, url_encode(holder) AS iri, stance, bitstring_agg(number) AS votes
    FROM positions JOIN ballots USING (statement, issue)
    WHERE since(ballots.date, $since)
    GROUP BY holder, stance
), pairs AS (
    SELECT mine.holder AS a, theirs.holder AS b, sum(bit_count(mine.votes & theirs.votes)) AS together,
           coalesce(sum(bit_count(mine.votes & theirs.votes)) FILTER (mine.stance = theirs.stance), 0) AS alike
    FROM sets AS mine JOIN sets AS theirs ON mine.iri < theirs.iri GROUP BY ALL HAVING together > 0
)
SELECT a, first.name AS a_name, b, second.name AS b_name, together, alike, alike / together AS agreement
FROM pairs JOIN actors AS first ON first.code = a JOIN actors AS second ON second.code = b
ORDER BY agreement, together DESC, url_encode(a), url_encode(b)
LIMIT $n
