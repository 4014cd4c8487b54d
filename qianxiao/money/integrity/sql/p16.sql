-- An account that is not the one of the approval any more; one confirmed by whoever approved the claim; many changed by one hand in a day.
SELECT 'late' AS variant, p.claim AS subject, p.region, l.org_code, CASE WHEN p.person_id IS NULL THEN '{}' ELSE ARRAY[p.person_id] END AS people,
    jsonb_build_object('claim', p.claim, 'day', p.made_on, 'claims', jsonb_build_array(p.claim)) AS evidence, p.made_on AS source_day
FROM payments_payment p JOIN claims_claimline l ON l.reference = p.claim
LEFT JOIN people_sealed n ON n.person_id = p.person_id AND n.kind = 'account' LEFT JOIN payments_payeeaccount c ON p.org_code <> '' AND c.org_code = p.org_code AND c.state = 'confirmed'
WHERE p.state IN ('reserved', 'batched') AND p.account IS NOT NULL AND coalesce(n.index, c.index) IS DISTINCT FROM p.account AND coalesce(n.index, c.index) IS NOT NULL
    AND p.made_on BETWEEN %(since)s AND %(day)s
UNION ALL
SELECT 'hand', a.org_code, min(p.region), a.org_code, '{}', jsonb_build_object('org', a.org_code, 'who', a.confirmed_by, 'claims', jsonb_agg(DISTINCT p.claim)), max(p.made_on)
FROM payments_payeeaccount a JOIN payments_payment p ON p.org_code = a.org_code AND a.confirmed_by IN (p.maker, p.checker)
WHERE a.state = 'confirmed' AND p.made_on BETWEEN %(since)s AND %(day)s GROUP BY a.org_code, a.confirmed_by
UNION ALL
SELECT 'flood', h.region || '|' || h.day || '|' || h.by, h.region, '', '{}', jsonb_build_object('day', h.day::int, 'who', h.by, 'n', count(*), 'claims', jsonb_agg(h.claim ORDER BY h.claim)), h.day::int
FROM (
    SELECT DISTINCT region, by, claim, to_char(at AT TIME ZONE %(zone)s, 'YYYYMMDD') AS day FROM payments_hold WHERE kind = 'account'
) h WHERE h.day::int BETWEEN %(since)s AND %(day)s GROUP BY h.region, h.day, h.by HAVING count(*) >= %(changes_a_day)s
