-- What payees say who were called back; what people should have got and an institution did.
SELECT 'less' AS variant, b.claim AS subject, b.region, b.org_code, ARRAY[b.person_id] AS people,
    jsonb_build_object('claim', b.claim, 'due', b.amount, 'got', b.received, 'claims', jsonb_build_array(b.claim)) AS evidence, b.day AS source_day
FROM integrity_callback b WHERE b.answer = 'less' AND b.day BETWEEN %(since)s AND %(day)s
UNION ALL
SELECT 'denied', b.about, min(b.region), min(b.org_code), array_agg(b.person_id ORDER BY b.person_id), jsonb_build_object('class', b.about, 'people', count(*), 'claims', jsonb_agg(b.claim ORDER BY b.claim)), max(b.day)
FROM integrity_callback b WHERE b.answer = 'denied' AND b.about <> '' AND b.day BETWEEN %(since)s AND %(day)s GROUP BY b.about HAVING count(*) >= %(denials)s
UNION ALL
SELECT 'org', p.claim, p.region, p.org_code, '{}', jsonb_build_object('claim', p.claim, 'day', p.made_on, 'claims', jsonb_build_array(p.claim)), p.made_on
FROM payments_payment p WHERE p.payee_kind IN ('1', '2') AND p.org_code <> '' AND p.made_on BETWEEN %(since)s AND %(day)s
