-- One telephone for people of many households in the claims of one institution; the telephone of somebody on its staff outside the household.
-- A village telephone serves people of many institutions: within one it stays below the number.
WITH home AS (
    SELECT DISTINCT ON (person_id) person_id, household_id FROM households_memberversion WHERE to_period = 999999 ORDER BY person_id, number
), used AS (
    SELECT s.index, e.org_code, l.region, l.reference, l.person_id, k.made_on, coalesce(h.household_id, l.person_id) AS house
    FROM claims_claimline l JOIN claims_claim k ON k.id = l.claim_id JOIN entitlements_entitlement e ON e.id = l.entitlement_id
    JOIN people_sealed s ON s.person_id = l.person_id AND s.kind = 'phone' LEFT JOIN home h ON h.person_id = l.person_id
    WHERE l.live AND k.made_on BETWEEN greatest(%(since)s, %(day)s - 10000) AND %(day)s
)
SELECT 'many' AS variant, org_code || '|' || min(reference) AS subject, min(region) AS region, org_code, array_agg(DISTINCT person_id) AS people,
    jsonb_build_object('people', count(DISTINCT person_id), 'houses', count(DISTINCT house), 'claims', jsonb_agg(DISTINCT reference)) AS evidence, max(made_on) AS source_day
FROM used GROUP BY index, org_code HAVING count(DISTINCT house) > %(phone_houses)s
UNION ALL
SELECT 'staff', u.reference, u.region, u.org_code, ARRAY[u.person_id], jsonb_build_object('claim', u.reference, 'claims', jsonb_build_array(u.reference)), u.made_on
FROM used u JOIN people_sealed s ON s.index = u.index AND s.kind = 'phone' AND s.person_id <> u.person_id
JOIN integrity_outside o ON o.person_id = s.person_id AND o.kind IN ('staff', 'owner') AND o.org_code = u.org_code AND u.made_on BETWEEN o.starts AND o.ends
LEFT JOIN home h ON h.person_id = s.person_id WHERE coalesce(h.household_id, s.person_id) <> u.house
GROUP BY u.reference, u.region, u.org_code, u.person_id, u.made_on
