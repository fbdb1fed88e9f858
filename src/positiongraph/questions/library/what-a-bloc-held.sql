WITH members AS (
    SELECT member, min(role) AS role FROM ties
    WHERE organization = $bloc AND (since IS NULL OR since <= $date) AND (until IS NULL OR until >= left($date, length(until)))
    GROUP BY member
), held AS (
    SELECT holder, issue, any_value(issue_label) AS issue_label, max(date || '|' || stance) AS told, count(*) AS positions
    FROM accepted WHERE issue IN $issue AND left(date, length($date)) <= $date
    GROUP BY holder, issue
)
SELECT member, name AS member_name, role, issue, issue_label, split_part(told, '|', 2)::INTEGER AS stance, split_part(told, '|', 1) AS since,
       coalesce(positions, 0) AS positions
FROM members JOIN actors ON code = member LEFT JOIN held ON holder = member
