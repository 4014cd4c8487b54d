-- Whoever decides files within seconds, at night, or always with the same second person although there are others.
WITH acts AS (
    SELECT s.by, s.region, s.at, s.day, s.at AT TIME ZONE %(zone)s AS local, extract(epoch FROM s.at - lag(s.at) OVER (PARTITION BY s.by, s.day ORDER BY s.at)) AS gap
    FROM claims_claimstep s WHERE s.verb IN ('first', 'second', 'line_pass') AND s.day BETWEEN %(since)s AND %(day)s
), by_hand AS (
    SELECT by, min(region) AS region, count(*) AS n, count(gap) AS gaps, percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS seconds, max(day) AS newest,
        count(*) FILTER (WHERE extract(hour FROM local) < %(opens)s OR extract(hour FROM local) >= %(closes)s) AS late
    FROM acts GROUP BY by
), pairs AS (
    SELECT first_by, second_by, min(region) AS region, count(*) AS n, max(made_on) AS newest FROM claims_claim WHERE first_by <> '' AND second_by <> '' AND made_on BETWEEN %(since)s AND %(day)s GROUP BY 1, 2
), seconds_of AS (
    SELECT region, count(DISTINCT second_by) AS others FROM pairs GROUP BY region
)
SELECT 'fast' AS variant, by AS subject, region, '' AS org_code, '{}'::uuid[] AS people, jsonb_build_object('who', by, 'n', n, 'seconds', round(seconds::numeric, 1)) AS evidence, newest AS source_day
FROM by_hand WHERE gaps + 1 >= %(files_least)s AND seconds < %(file_seconds)s
UNION ALL
SELECT 'night', by, region, '', '{}', jsonb_build_object('who', by, 'n', n, 'late', late), newest FROM by_hand WHERE late >= %(night_least)s AND late * 100 >= n * %(night_percent)s
UNION ALL
SELECT 'pair', p.first_by || '|' || p.second_by, p.region, '', '{}', jsonb_build_object('who', p.first_by, 'other', p.second_by, 'n', p.n, 'all', t.n), p.newest
FROM pairs p JOIN (SELECT first_by, sum(n) AS n FROM pairs GROUP BY 1) t USING (first_by) JOIN seconds_of o ON o.region = p.region
WHERE t.n >= %(files_least)s AND p.n * 100 > t.n * %(pair_percent)s AND o.others > 1
