-- Work for training: two firms in one month for one person; a month without a contribution of that firm, where contributions of the month were told; a firm of yesterday.
WITH asked AS (
    SELECT e.person_id, e.org_code, e.instalment, l.reference, l.region, l.id, k.made_on, e.instalment::int * 100 + 1 AS first
    FROM claims_claimline l JOIN claims_claim k ON k.id = l.claim_id JOIN entitlements_entitlement e ON e.id = l.entitlement_id
    WHERE l.live AND e.item = 'work_for_training' AND e.instalment ~ '^[0-9]{6}$' AND k.made_on BETWEEN %(since)s AND %(day)s
)
SELECT 'firms' AS variant, min(reference) AS subject, min(region) AS region, min(org_code) AS org_code, ARRAY[person_id] AS people,
    jsonb_build_object('month', instalment, 'firms', count(DISTINCT org_code), 'claims', jsonb_agg(reference ORDER BY reference)) AS evidence, max(made_on) AS source_day
FROM asked GROUP BY person_id, instalment HAVING count(DISTINCT org_code) > 1
UNION ALL
SELECT 'unpaid', a.reference, a.region, a.org_code, ARRAY[a.person_id], jsonb_build_object('claim', a.reference, 'month', a.instalment, 'claims', jsonb_build_array(a.reference)), a.made_on
FROM asked a WHERE a.first + 30 <= (SELECT max(source_day) FROM integrity_outside WHERE kind = 'insured')
    AND NOT EXISTS (SELECT FROM integrity_outside o WHERE o.kind = 'insured' AND o.person_id = a.person_id AND o.org_code = a.org_code AND o.starts < a.first + 31 AND o.ends >= a.first)
UNION ALL
SELECT 'young', a.reference, a.region, a.org_code, ARRAY[a.person_id], jsonb_build_object('claim', a.reference, 'day', i.licence_from, 'claims', jsonb_build_array(a.reference)), a.made_on
FROM asked a JOIN schools_institution i ON i.org_code = a.org_code WHERE to_date(i.licence_from::text, 'YYYYMMDD') + %(firm_days)s > to_date(a.made_on::text, 'YYYYMMDD')
