-- Two on one roster with one name and birth date and another number; one number under two names that nobody has decided about.
-- Pairs first: the planner would else pair everybody with everybody of one birth date.
WITH twice AS MATERIALIZED (
    SELECT c.id, c.class_no, c.region, c.org_code, c.starts, t.name FROM training_trainingclass c JOIN training_trainee t ON t.training_class_id = c.id
    WHERE c.starts BETWEEN %(since)s AND %(day)s AND c.state <> 'dropped' GROUP BY c.id, t.name HAVING count(DISTINCT t.person_id) > 1
), pairs AS MATERIALIZED (
    SELECT c.*, a.trainee_no AS trainee_a, b.trainee_no AS trainee_b, a.person_id AS one, b.person_id AS two
    FROM twice c JOIN training_trainee a ON a.training_class_id = c.id AND a.name = c.name
    JOIN training_trainee b ON b.training_class_id = c.id AND b.name = c.name AND b.trainee_no > a.trainee_no AND b.person_id <> a.person_id
)
SELECT 'near' AS variant, c.trainee_a || '|' || c.trainee_b AS subject, c.region, c.org_code, ARRAY[c.one, c.two] AS people,
    jsonb_build_object('class', c.class_no, 'day', c.starts, 'trainee_a', c.trainee_a, 'trainee_b', c.trainee_b) AS evidence, c.starts AS source_day
FROM pairs c JOIN people_person p ON p.id = c.one JOIN people_person q ON q.id = c.two AND q.birth = p.birth AND q.sex = p.sex AND coalesce(q.same_as_id, q.id) <> coalesce(p.same_as_id, p.id)
UNION ALL
SELECT 'names', min(l.reference), min(l.region), min(l.org_code), ARRAY[d.one_id, d.two_id], jsonb_build_object('claim', min(l.reference), 'claims', jsonb_agg(l.reference ORDER BY l.reference)), max(k.made_on)
FROM people_duplicate d JOIN claims_claimline l ON l.person_id IN (d.one_id, d.two_id) AND l.live JOIN claims_claim k ON k.id = l.claim_id
WHERE d.why = 'number' AND d.state = 'open' AND k.made_on BETWEEN %(since)s AND %(day)s GROUP BY d.id, d.one_id, d.two_id
