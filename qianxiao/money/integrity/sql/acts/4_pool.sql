-- Clean lines whose money arrived since the county's last drawing: no live finding stops them, nobody was called about them.
SELECT l.id, l.region, l.reference, coalesce(c.class_no, '') AS about, e.org_code, l.person_id, l.name, q.phone_mask, e.item, l.amount,
    ARRAY(SELECT DISTINCT who FROM unnest(ARRAY[k.made_by, k.first_by, k.second_by, l.decided_by, p.maker, p.checker]) who WHERE who <> '' ORDER BY who) AS decided_by
FROM claims_claimline l JOIN claims_claim k ON k.id = l.claim_id JOIN entitlements_entitlement e ON e.id = l.entitlement_id
JOIN people_person q ON q.id = l.person_id LEFT JOIN payments_payment p ON p.claim = l.reference
LEFT JOIN training_trainee t ON e.register = 'trainees' AND t.trainee_no = e.rec_id LEFT JOIN training_trainingclass c ON c.id = t.training_class_id
LEFT JOIN (SELECT region, max(day) AS day FROM integrity_draw WHERE day < %(day)s GROUP BY region) d ON d.region = l.region
WHERE l.live AND l.paid = 'settled' AND l.person_id IS NOT NULL AND l.settled_on > coalesce(d.day, %(since)s) AND l.settled_on <= %(day)s
    AND NOT EXISTS (SELECT FROM integrity_callback b WHERE b.claim = l.reference)
    AND NOT EXISTS (SELECT FROM integrity_stop s JOIN integrity_finding f ON f.id = s.finding_id WHERE s.claim = l.reference AND NOT (f.state = 'closed' AND f.answer = 'cleared'))
