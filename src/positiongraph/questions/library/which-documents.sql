SELECT document, identifier, title, issued, publisher, source, license, positions
FROM (SELECT document, count(DISTINCT CASE WHEN holders > 1 THEN position END) + count(*) FILTER (holders = 1) AS positions
      FROM accepted
      WHERE true
        AND holder = $holder
        AND issue IN $issue
      GROUP BY document) JOIN papers USING (document)
ORDER BY positions DESC, identifier
