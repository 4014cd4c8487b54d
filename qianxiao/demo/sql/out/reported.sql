WITH m AS (
    SELECT county, year(ends) * 100 + month(ends) AS month, mode, count(DISTINCT pid) AS persons, count(*) AS times
    FROM training WHERE away IS NULL AND ends <= :month_end AND result = '1' GROUP BY ALL
)
SELECT month AS i, county || '|' || month || '|' || c.zh AS rec, NULL AS bad, county AS region, month, c.zh AS programme,
    greatest(0, persons + CASE WHEN hit(county::BIGINT * 10000 + month % 10000, 'reported' || mode, 1500) THEN rint(month, 'by' || county, -6, 9) ELSE 0 END) AS persons, times
FROM m JOIN codes c ON c.code_table = 'train_mode' AND c.code = m.mode
ORDER BY region, month, programme
