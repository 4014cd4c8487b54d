-- The told counties' cells of a period. Own month and distinct counts as they are; of an earlier month only what is
-- otherwise than all earlier periods together say: a correction, which stands in the open period and points to its month.
-- Only what flows has earlier months: a stock is that of its own day, and a later month says nothing about it.
WITH gone AS (
    DELETE FROM indicators_cell c WHERE c.period = %(period)s AND c.level = 3 AND c.region IN (SELECT region FROM cells_told) RETURNING 1
), told AS (
    SELECT region, indicator, span, month, sum(people) AS people, sum(times) AS times, sum(amount) AS amount, min(source) AS source
    FROM cells_told GROUP BY region, indicator, span, month
), known AS (
    SELECT region, indicator, month, sum(people) AS people, sum(times) AS times, sum(amount) AS amount FROM indicators_cell
    WHERE span = 'm' AND level = 3 AND period < %(period)s AND month < %(period)s AND region IN (SELECT region FROM cells_told)
        AND indicator = ANY(%(flows)s)
    GROUP BY region, indicator, month
), sources AS (SELECT region, min(source) AS source FROM cells_told GROUP BY region), rows AS (
    SELECT region, indicator, span, month, people, times, amount, source FROM told WHERE month = %(period)s
    UNION ALL
    SELECT coalesce(t.region, k.region), coalesce(t.indicator, k.indicator), 'm', coalesce(t.month, k.month),
        coalesce(t.people, 0) - coalesce(k.people, 0), coalesce(t.times, 0) - coalesce(k.times, 0),
        coalesce(t.amount, 0) - coalesce(k.amount, 0), coalesce(t.source, s.source)
    FROM (SELECT * FROM told WHERE month < %(period)s AND indicator = ANY(%(flows)s)) t
    FULL JOIN (SELECT * FROM known) k ON k.region = t.region AND k.indicator = t.indicator AND k.month = t.month
    LEFT JOIN sources s ON s.region = k.region
    WHERE (coalesce(t.people, 0), coalesce(t.times, 0), coalesce(t.amount, 0)) <> (coalesce(k.people, 0), coalesce(k.times, 0), coalesce(k.amount, 0))
)
INSERT INTO indicators_cell (period, month, region, parent, level, indicator, span, people, times, amount, source)
SELECT %(period)s, r.month, r.region, x.parent, 3, r.indicator, r.span, r.people, r.times, r.amount, r.source
FROM rows r JOIN cells_tree x ON x.county = r.region AND x.region = r.region
WHERE (SELECT count(*) FROM gone) >= 0
