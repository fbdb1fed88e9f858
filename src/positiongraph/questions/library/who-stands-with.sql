WITH leans AS (
    SELECT issue, holder, sum(stance) AS lean FROM accepted WHERE issue IN $issue GROUP BY issue, holder
)
SELECT theirs.holder AS other, name AS other_name, count(*) FILTER (theirs.lean * own.lean > 0) AS alike,
       count(*) FILTER (theirs.lean * own.lean < 0) AS unlike, count(*) AS issues
FROM leans AS theirs JOIN leans AS own USING (issue) JOIN actors ON code = theirs.holder
WHERE own.holder = $holder AND theirs.holder <> $holder
GROUP BY theirs.holder, name ORDER BY alike DESC, unlike, url_encode(other)
