WITH days AS (
    SELECT issue, any_value(issue_label) AS issue_label, date || '|' || max(stance) AS told FROM accepted WHERE holder = $holder GROUP BY issue, date
), ends AS (
    SELECT issue, any_value(issue_label) AS issue_label, min(told) AS early, max(told) AS late FROM days GROUP BY issue
)
SELECT issue, issue_label, split_part(early, '|', 2)::INTEGER AS first, split_part(early, '|', 1) AS first_date,
       split_part(late, '|', 2)::INTEGER AS last, split_part(late, '|', 1) AS last_date
FROM ends WHERE first * last < 0
