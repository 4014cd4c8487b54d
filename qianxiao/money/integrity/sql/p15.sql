-- One account for people of several households; the account of somebody on the institution's staff; accounts of one day and branch in its claims.
WITH home AS (
    SELECT DISTINCT ON (person_id) person_id, household_id FROM households_memberversion WHERE to_period = 999999 ORDER BY person_id, number
), used AS (
    SELECT s.index, e.org_code, l.region, l.reference, l.person_id, k.made_on, coalesce(h.household_id, l.person_id) AS house
    FROM claims_claimline l JOIN claims_claim k ON k.id = l.claim_id JOIN entitlements_entitlement e ON e.id = l.entitlement_id
    JOIN people_sealed s ON s.person_id = l.person_id AND s.kind = 'account' LEFT JOIN home h ON h.person_id = l.person_id
    WHERE l.live AND e.payee_kind IN ('1', '2') AND k.made_on BETWEEN %(since)s AND %(day)s
)
SELECT 'many' AS variant, min(reference) AS subject, min(region) AS region, min(org_code) AS org_code, array_agg(DISTINCT person_id) AS people,
    jsonb_build_object('people', count(DISTINCT person_id), 'houses', count(DISTINCT house), 'claims', jsonb_agg(DISTINCT reference)) AS evidence, max(made_on) AS source_day
FROM used GROUP BY index HAVING count(DISTINCT house) > 1
UNION ALL
SELECT 'staff', u.reference, u.region, u.org_code, ARRAY[u.person_id], jsonb_build_object('claim', u.reference, 'claims', jsonb_build_array(u.reference)), u.made_on
FROM used u JOIN people_sealed s ON s.index = u.index AND s.kind = 'account' AND s.person_id <> u.person_id
JOIN integrity_outside o ON o.person_id = s.person_id AND o.kind IN ('staff', 'owner') AND o.org_code = u.org_code AND u.made_on BETWEEN o.starts AND o.ends
LEFT JOIN home h ON h.person_id = s.person_id WHERE coalesce(h.household_id, s.person_id) <> u.house
GROUP BY u.reference, u.region, u.org_code, u.person_id, u.made_on
UNION ALL
SELECT 'bulk', u.org_code || '|' || min(u.reference), min(u.region), u.org_code, array_agg(DISTINCT u.person_id),
    jsonb_build_object('people', count(DISTINCT u.person_id), 'day', o.starts, 'branch', o.org_code, 'claims', jsonb_agg(DISTINCT u.reference)), max(u.made_on)
FROM used u JOIN integrity_outside o ON o.person_id = u.person_id AND o.kind = 'opened'
GROUP BY u.org_code, o.starts, o.org_code HAVING count(DISTINCT u.person_id) >= %(bulk_least)s
