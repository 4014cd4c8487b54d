-- Claims of an institution that stand just below a limit far more often than chance; several of one day that pass it together.
WITH asked AS (
    SELECT k.org_code, k.region, k.item, k.made_on, k.total FROM claims_claim k
    WHERE k.org_code <> '' AND k.state NOT IN ('draft', 'refused', 'withdrawn') AND k.made_on BETWEEN %(since)s AND %(day)s
)
SELECT 'below' AS variant, org_code AS subject, min(region) AS region, org_code, '{}'::uuid[] AS people, jsonb_build_object('n', count(*) FILTER (WHERE near), 'all', count(*), 'limit', %(limit_fen)s) AS evidence,
    max(made_on) AS source_day
FROM (SELECT *, total < %(limit_fen)s AND total * 100 >= %(limit_fen)s::bigint * (100 - %(band_percent)s) AS near FROM asked) a
GROUP BY org_code HAVING count(*) FILTER (WHERE near) >= %(below_least)s AND count(*) FILTER (WHERE near) * 100 >= count(*) * %(below_percent)s
UNION ALL
SELECT 'split', org_code || '|' || made_on || '|' || item, min(region), org_code, '{}', jsonb_build_object('day', made_on, 'n', count(*), 'sum', sum(total), 'limit', %(limit_fen)s), made_on
FROM asked WHERE total < %(limit_fen)s GROUP BY org_code, made_on, item HAVING count(*) >= %(split_least)s AND sum(total) >= %(limit_fen)s
