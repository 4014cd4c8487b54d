-- One account for several payees who are no household (security design, pattern 15): asked about before anything is sent.
INSERT INTO payments_hold (claim, region, kind, reason, by, at, lifted_by, lifted_why)
SELECT DISTINCT p.claim, p.region, 'check', %(reason)s, %(by)s, now(), '', ''
FROM payments_staged s JOIN payments_payment p ON p.id = s.made
JOIN people_sealed o ON o.index = p.account AND o.kind = 'account' AND o.person_id <> p.person_id
JOIN people_person q ON q.id = o.person_id AND q.same_as_id IS DISTINCT FROM p.person_id
WHERE NOT EXISTS (
    SELECT FROM households_memberversion a JOIN households_memberversion b ON b.household_id = a.household_id
    WHERE a.person_id = p.person_id AND b.person_id = o.person_id)
ON CONFLICT DO NOTHING;
UPDATE payments_payment p SET held = h.kind FROM payments_hold h, payments_staged s
WHERE s.made = p.id AND h.claim = p.claim AND h.region = p.region AND h.lifted_by = '' AND p.held = '';
