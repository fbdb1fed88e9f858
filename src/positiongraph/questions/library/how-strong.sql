SELECT stance, word, count(*) AS positions
FROM once JOIN (VALUES (-3, 'condemns'), (-2, 'opposes'), (-1, 'voicesConcern'), (0, 'takesNote'), (1, 'isOpenTo'), (2, 'supports'),
                       (3, 'endorses')) AS scale (stance, word) USING (stance)
GROUP BY ALL ORDER BY stance
