SELECT document, identifier, title, issued, publisher, source, license, positions
FROM (SELECT document, count(DISTINCT CASE WHEN holders > 1 THEN position END) + count(*) FILTER (holders = 1) AS positions
      FROM accepted
      WHERE ($holder IS NULL OR holder = $holder) AND ($issue IS NULL OR issue IN (SELECT unnest($issue::VARCHAR[])))
      GROUP BY document) JOIN papers USING (document)
ORDER BY positions DESC, identifier
