-- Sums over prefectures, provinces and the nation: a person has one county, so distinct people of counties add up.
WITH gone AS (DELETE FROM indicators_cell WHERE period = %(period)s AND level < 3 RETURNING 1)
INSERT INTO indicators_cell (period, month, region, parent, level, indicator, span, people, times, amount, source)
SELECT %(period)s, c.month, t.region, t.parent, t.level, c.indicator, c.span, sum(c.people), sum(c.times), sum(c.amount), ''
FROM indicators_cell c JOIN cells_tree t ON t.county = c.region AND t.level < 3
WHERE c.period = %(period)s AND c.level = 3 AND (SELECT count(*) FROM gone) >= 0
GROUP BY c.month, t.region, t.parent, t.level, c.indicator, c.span
