SELECT attribution, count(*) AS positions FROM once GROUP BY attribution ORDER BY positions DESC, attribution
