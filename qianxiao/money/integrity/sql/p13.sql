-- Two on one roster with one name and birth date and another number; one number under two names that nobody has decided about.
SELECT 'near' AS variant, a.trainee_no || '|' || b.trainee_no AS subject, c.region, c.org_code, ARRAY[a.person_id, b.person_id] AS people,
    jsonb_build_object('class', c.class_no, 'day', c.starts, 'trainee_a', a.trainee_no, 'trainee_b', b.trainee_no) AS evidence, c.starts AS source_day
FROM training_trainingclass c JOIN training_trainee a ON a.training_class_id = c.id JOIN training_trainee b ON b.training_class_id = c.id AND b.name = a.name AND b.trainee_no > a.trainee_no AND b.person_id <> a.person_id
JOIN people_person p ON p.id = a.person_id JOIN people_person q ON q.id = b.person_id AND q.birth = p.birth AND q.sex = p.sex AND coalesce(q.same_as_id, q.id) <> coalesce(p.same_as_id, p.id)
WHERE c.starts BETWEEN %(since)s AND %(day)s AND c.state <> 'dropped'
UNION ALL
SELECT 'names', min(l.reference), min(l.region), min(l.org_code), ARRAY[d.one_id, d.two_id], jsonb_build_object('claim', min(l.reference), 'claims', jsonb_agg(l.reference ORDER BY l.reference)), max(k.made_on)
FROM people_duplicate d JOIN claims_claimline l ON l.person_id IN (d.one_id, d.two_id) AND l.live JOIN claims_claim k ON k.id = l.claim_id
WHERE d.why = 'number' AND d.state = 'open' AND k.made_on BETWEEN %(since)s AND %(day)s GROUP BY d.id, d.one_id, d.two_id
