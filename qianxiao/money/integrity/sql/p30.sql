-- A line, or its payment, of more than the rules make due from dated facts; what one firm or person got beyond what was due.
SELECT 'more' AS variant, l.reference AS subject, l.region, l.org_code, CASE WHEN l.person_id IS NULL THEN '{}' ELSE ARRAY[l.person_id] END AS people,
    jsonb_build_object('claim', l.reference, 'due', e.amount, 'asked', greatest(l.amount, p.amount), 'claims', jsonb_build_array(l.reference)) AS evidence, k.made_on AS source_day
FROM claims_claimline l JOIN claims_claim k ON k.id = l.claim_id JOIN entitlements_entitlement e ON e.id = l.entitlement_id LEFT JOIN payments_payment p ON p.claim = l.reference
WHERE l.live AND k.made_on BETWEEN %(since)s AND %(day)s AND (%(only)s::uuid[] IS NULL OR e.person_id = ANY (%(only)s::uuid[])) AND greatest(l.amount, p.amount) > e.amount
