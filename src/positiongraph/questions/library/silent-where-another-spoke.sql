SELECT issue, any_value(issue_label) AS issue_label, count(*) AS positions
FROM accepted WHERE holder = $other AND issue NOT IN (SELECT issue FROM accepted WHERE holder = $silent)
GROUP BY issue
