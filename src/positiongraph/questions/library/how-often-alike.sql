SELECT count(*) AS issues
FROM (SELECT sum(stance) FILTER (holder = $a) AS lean_a, sum(stance) FILTER (holder = $b) AS lean_b
      FROM accepted WHERE holder IN ($a, $b) GROUP BY issue)
WHERE lean_a * lean_b > 0
