-- Who was a full-time student on the first day of a subsidised class, by what the student register says of that day, not of today.
SELECT 'student' AS variant, t.trainee_no AS subject, c.region, c.org_code, ARRAY[t.person_id] AS people,
    jsonb_build_object('class', c.class_no, 'day', c.starts, 'reg_no', s.reg_no) AS evidence, was.day AS source_day
FROM studies_student s JOIN training_trainee t ON t.person_id = s.person_id JOIN training_trainingclass c ON c.id = t.training_class_id
JOIN LATERAL (
    SELECT e.status, e.day FROM studies_statusevent e WHERE e.student_id = s.id AND e.day <= c.starts ORDER BY e.day DESC, e.id DESC LIMIT 1
) was ON was.status IN ('1', '2', '3')
WHERE s.reg_kind = '1' AND c.starts BETWEEN %(since)s AND %(day)s AND c.state <> 'dropped'
UNION ALL
SELECT o.kind, t.trainee_no, c.region, c.org_code, ARRAY[t.person_id], jsonb_build_object('class', c.class_no, 'day', c.starts, 'since', o.starts), o.source_day
FROM integrity_outside o JOIN training_trainee t ON t.person_id = o.person_id JOIN training_trainingclass c ON c.id = t.training_class_id
WHERE o.kind IN ('pension', 'payroll') AND c.starts BETWEEN o.starts AND o.ends AND c.starts BETWEEN %(since)s AND %(day)s AND c.state <> 'dropped'
