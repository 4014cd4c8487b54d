-- Money that came back: offered to another account that nobody confirmed, or left lying.
SELECT 'moved' AS variant, p.claim AS subject, p.region, l.org_code, CASE WHEN p.person_id IS NULL THEN '{}' ELSE ARRAY[p.person_id] END AS people,
    jsonb_build_object('claim', p.claim, 'day', b.day, 'claims', jsonb_build_array(p.claim)) AS evidence, b.day AS source_day
FROM payments_payment p JOIN claims_claimline l ON l.reference = p.claim
JOIN LATERAL (SELECT t.account, t.day FROM payments_line t WHERE t.payment_id = p.id AND t.state = 'returned' ORDER BY t.attempt DESC LIMIT 1) b ON b.account <> p.account
WHERE p.attempt > 1 AND p.state NOT IN ('withdrawn', 'recovered') AND b.day BETWEEN %(since)s AND %(day)s
    AND NOT EXISTS (SELECT FROM payments_hold h WHERE h.claim = p.claim AND h.kind = 'account' AND h.lifted_by <> '')
UNION ALL
SELECT 'silent', p.claim, p.region, l.org_code, CASE WHEN p.person_id IS NULL THEN '{}' ELSE ARRAY[p.person_id] END, jsonb_build_object('claim', p.claim, 'day', b.day, 'claims', jsonb_build_array(p.claim)), b.day
FROM payments_payment p JOIN claims_claimline l ON l.reference = p.claim
JOIN LATERAL (SELECT max(t.day) AS day FROM payments_line t WHERE t.payment_id = p.id AND t.state = 'returned') b ON b.day >= %(since)s
WHERE p.state = 'returned' AND to_date(b.day::text, 'YYYYMMDD') + %(return_days)s < to_date(%(day)s::text, 'YYYYMMDD')
