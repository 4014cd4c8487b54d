-- Institutions that claim far more than their peers and their own past; those whose claims crowd into the last days of a year.
WITH asked AS (
    SELECT k.org_code, k.region, k.made_on, k.total, k.made_on > to_char(to_date(%(day)s::text, 'YYYYMMDD') - %(surge_days)s, 'YYYYMMDD')::int AS new FROM claims_claim k
    WHERE k.org_code <> '' AND k.state NOT IN ('draft', 'refused', 'withdrawn') AND k.made_on BETWEEN %(since)s AND %(day)s
), sums AS (
    SELECT org_code, min(region) AS region, coalesce(sum(total) FILTER (WHERE new), 0) AS now, coalesce(sum(total) FILTER (WHERE NOT new), 0) * %(surge_days)s / (%(window_days)s - %(surge_days)s) AS past,
        max(made_on) AS newest FROM asked GROUP BY org_code
), middle AS (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY now) AS med, count(*) AS n FROM sums WHERE now > 0),
spread AS (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(s.now - m.med)) AS mad FROM sums s, middle m WHERE s.now > 0)
SELECT 'surge' AS variant, s.org_code AS subject, s.region, s.org_code, '{}'::uuid[] AS people, jsonb_build_object('sum', s.now, 'past', round(s.past), 'peers', round(m.med::numeric)) AS evidence, s.newest AS source_day
FROM sums s, middle m, spread d WHERE m.n >= %(peers_least)s AND s.now >= %(surge_fen)s AND s.past > 0 AND s.now > s.past * %(surge_times)s AND 0.6745 * (s.now - m.med) > %(surge_z)s * greatest(d.mad, 1)
UNION ALL
SELECT 'year', org_code || '|' || made_on / 10000, min(region), org_code, '{}', jsonb_build_object('year', made_on / 10000, 'percent', round(sum(total) FILTER (WHERE late) * 100 / sum(total)), 'n', count(*)), max(made_on)
FROM (SELECT *, made_on %% 10000 >= %(last_from)s AS late FROM asked) a GROUP BY org_code, made_on / 10000
HAVING count(*) >= %(year_least)s AND sum(total) FILTER (WHERE late) * 100 > sum(total) * %(last_percent)s
