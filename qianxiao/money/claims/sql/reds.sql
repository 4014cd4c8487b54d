-- What speaks against the lines of a claim: rows (line, check, code, detail). What is not here is green, if its source answers.
WITH l AS (
    SELECT c.id, c.claim_id, c.reference, c.person_id, c.amount, e.id AS entitlement, e.item, e.number, e.register, e.rec_id, e.instalment, e.amount AS due,
        e.paid, e.arrived, e.state, e.verdict, e.last_period, e.payee_kind, e.findings, e.decisive_date, e.over
    FROM claims_claimline c JOIN entitlements_entitlement e ON e.id = c.entitlement_id
    WHERE c.id = ANY (%(lines)s)
), trade AS (
    SELECT l.id, t.class_no, t.occupation, t.level, r.cert_no FROM l
    JOIN training_trainee r ON l.register = 'trainees' AND r.trainee_no = l.rec_id
    JOIN training_trainingclass t ON t.id = r.training_class_id
)
SELECT l.id, 'poor' AS "check", 'left' AS code, coalesce(n.last_period, 0)::text AS detail
FROM l LEFT JOIN people_enrolment n ON n.register = 'poor' AND n.number = l.number
WHERE coalesce(n.last_period, 0) < %(period)s
UNION ALL
SELECT l.id, 'student', 'status', s.status FROM l
JOIN studies_student s ON l.register = 'students' AND s.reg_no = l.rec_id AND s.status = ANY (%(off)s)
UNION ALL
SELECT l.id, 'certificate', 'withdrawn', p.cert_no FROM l
LEFT JOIN trade ON trade.id = l.id
JOIN evaluation_certificate p ON p.cert_no IN (CASE WHEN l.register = 'certificates' THEN l.rec_id END, NULLIF(trade.cert_no, ''))
WHERE p.withdrawn <> ''
UNION ALL
SELECT DISTINCT l.id, 'alive', 'change', m.change_type FROM l
JOIN households_memberversion m ON m.number = l.number AND m.to_period = %(forever)s AND m.change_type = ANY (%(gone)s)
UNION ALL
SELECT l.id, 'decision', CASE WHEN l.verdict <> 'due' OR l.state = 'gone' THEN 'not_due' ELSE 'paid' END, l.state FROM l
WHERE l.verdict <> 'due' OR l.state = 'gone' OR l.due - least(l.paid + l.arrived, l.due) < l.amount
UNION ALL
SELECT l.id, 'account', 'none', '' FROM l JOIN people_person p ON p.id = l.person_id
WHERE l.payee_kind IN ('1', '2') AND p.account_mask = ''
UNION ALL
SELECT DISTINCT l.id, 'other', 'apart', e.item FROM l
JOIN claims_claimline o ON o.person_id = l.person_id AND o.live AND o.id <> l.id
JOIN entitlements_entitlement e ON e.id = o.entitlement_id AND e.item = ANY (%(apart)s)
    AND (e.instalment = l.instalment OR e.instalment = '' OR l.instalment = '')
UNION ALL
SELECT DISTINCT l.id, 'other', 'same', k.claim_no FROM l JOIN trade ON trade.id = l.id
JOIN claims_claimline o ON o.person_id = l.person_id AND o.live AND o.id <> l.id
JOIN entitlements_entitlement e ON e.id = o.entitlement_id AND e.item = l.item AND e.register = 'trainees'
JOIN training_trainee r ON r.trainee_no = e.rec_id JOIN training_trainingclass t ON t.id = r.training_class_id
    AND t.occupation = trade.occupation AND t.level = trade.level
JOIN claims_claim k ON k.id = o.claim_id
UNION ALL
SELECT l.id, 'findings', 'month', array_to_string(l.findings, ',') FROM l WHERE l.findings <> '{}'
UNION ALL
SELECT DISTINCT l.id, 'findings', 'lead', f.pattern::text FROM l LEFT JOIN trade ON trade.id = l.id
CROSS JOIN LATERAL (VALUES ('person', l.person_id::text), ('claim', l.reference), ('class', trade.class_no)) n(kind, value)
JOIN integrity_target t ON t.kind = n.kind AND t.value = n.value
JOIN integrity_finding f ON f.id = t.finding_id AND NOT (f.state = 'closed' AND f.answer = 'cleared')
