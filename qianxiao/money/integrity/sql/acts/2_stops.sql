-- Lines of claims that live findings name and that none of their stops names yet: (finding, its region, line, county that pays).
-- What arrived is named only by a finding about that line or class itself: it may be asked back.
WITH live AS (
    SELECT t.finding_id, t.region, t.kind, t.value FROM integrity_target t JOIN integrity_finding f ON f.id = t.finding_id
    WHERE NOT (f.state = 'closed' AND f.answer = 'cleared')
), named AS (
    SELECT v.finding_id, v.region, l.id FROM live v JOIN claims_claimline l ON l.reference = v.value WHERE v.kind = 'claim'
    UNION
    SELECT v.finding_id, v.region, l.id FROM live v JOIN claims_claimline l ON l.person_id = CASE v.kind WHEN 'person' THEN v.value::uuid END
    WHERE l.paid NOT IN ('settled', 'recovered')
    UNION
    SELECT v.finding_id, v.region, l.id FROM live v JOIN training_trainingclass c ON c.class_no = v.value JOIN training_trainee t ON t.training_class_id = c.id
    JOIN entitlements_entitlement e ON e.register = 'trainees' AND e.rec_id = t.trainee_no JOIN claims_claimline l ON l.entitlement_id = e.id
    WHERE v.kind = 'class'
)
SELECT n.finding_id, n.region, l.reference, l.region AS county FROM named n JOIN claims_claimline l USING (id)
WHERE l.live AND NOT EXISTS (SELECT FROM integrity_stop s WHERE s.finding_id = n.finding_id AND s.claim = l.reference)
ORDER BY n.finding_id, l.reference
