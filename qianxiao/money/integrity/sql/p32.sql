-- Who approved shares household, telephone or account with somebody on the institution's staff; one owner of several institutions that claim.
WITH home AS (
    SELECT DISTINCT ON (person_id) person_id, household_id FROM households_memberversion WHERE to_period = 999999 ORDER BY person_id, number
), near AS (
    SELECT f.org_code AS who, i.org_code, 'house' AS shared FROM integrity_outside f JOIN home a ON a.person_id = f.person_id JOIN home b USING (household_id)
    JOIN integrity_outside i ON i.person_id = b.person_id AND i.kind IN ('staff', 'owner') WHERE f.kind = 'official'
    UNION
    SELECT f.org_code, i.org_code, s.kind FROM integrity_outside f JOIN people_sealed s ON s.person_id = f.person_id AND s.kind IN ('phone', 'account')
    JOIN people_sealed t ON t.index = s.index AND t.kind = s.kind JOIN integrity_outside i ON i.person_id = t.person_id AND i.kind IN ('staff', 'owner') WHERE f.kind = 'official'
)
SELECT 'kin' AS variant, min(l.reference) AS subject, min(l.region) AS region, n.org_code, '{}'::uuid[] AS people,
    jsonb_build_object('who', n.who, 'claim', k.claim_no, 'lines', count(DISTINCT l.id), 'claims', jsonb_agg(DISTINCT l.reference)) AS evidence, k.made_on AS source_day
FROM near n JOIN claims_claim k ON n.who IN (k.first_by, k.second_by) JOIN claims_claimline l ON l.claim_id = k.id AND l.live
JOIN entitlements_entitlement e ON e.id = l.entitlement_id AND e.org_code = n.org_code
WHERE k.made_on BETWEEN %(since)s AND %(day)s GROUP BY n.who, n.org_code, k.id
UNION ALL
SELECT 'owner', string_agg(org_code, '|' ORDER BY org_code), min(region), min(org_code), '{}', jsonb_build_object('n', count(*), 'orgs', string_agg(org_code, '、' ORDER BY org_code)), max(newest)
FROM (
    SELECT o.person_id, o.org_code, min(k.region) AS region, max(k.made_on) AS newest FROM integrity_outside o JOIN claims_claim k ON k.org_code = o.org_code AND o.org_code <> ''
    WHERE o.kind = 'owner' AND k.made_on BETWEEN o.starts AND o.ends AND k.made_on BETWEEN %(since)s AND %(day)s GROUP BY o.person_id, o.org_code
) held GROUP BY person_id HAVING count(*) > 1
