SELECT issue, issue_label, lean_a, lean_b
FROM (SELECT issue, any_value(issue_label) AS issue_label, sum(stance) FILTER (holder = $a) AS lean_a, sum(stance) FILTER (holder = $b) AS lean_b
      FROM accepted WHERE holder IN ($a, $b) AND holders = 1 GROUP BY issue)
WHERE lean_a * lean_b > 0
