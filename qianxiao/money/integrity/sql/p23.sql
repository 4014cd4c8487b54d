-- A paper of an exam its holder did not pass or sit; an exam before the hours that a class needs.
SELECT 'unpassed' AS variant, p.cert_no AS subject, p.region, p.org_code, ARRAY[p.person_id] AS people,
    jsonb_build_object('exam', e.exam_no, 'day', e.day, 'theory', c.theory, 'practice', c.practice) AS evidence, p.issued AS source_day
FROM evaluation_certificate p JOIN evaluation_exam e ON e.id = p.exam_id LEFT JOIN evaluation_candidate c ON c.exam_id = e.id AND c.person_id = p.person_id
WHERE p.withdrawn = '' AND p.issued BETWEEN %(since)s AND %(day)s AND c.result IS DISTINCT FROM '1'
UNION ALL
SELECT 'hours', m.exam_no, m.region, m.org_code, array_agg(m.person_id ORDER BY m.person_id), jsonb_build_object('exam', m.exam_no, 'day', m.day, 'class',
    string_agg(DISTINCT m.class_no, '、'), 'people', count(*), 'percent', %(hours_percent)s), m.day
FROM (
    SELECT e.exam_no, e.region, e.org_code, e.day, c.person_id, k.class_no
    FROM evaluation_exam e JOIN evaluation_candidate c ON c.exam_id = e.id AND c.class_no <> '' JOIN training_trainingclass k ON k.class_no = c.class_no
    JOIN training_attendance a ON a.training_class = k.id AND a.person = c.person_id AND a.day BETWEEN %(since)s AND %(day)s
    WHERE e.live AND e.day BETWEEN %(since)s AND %(day)s
    GROUP BY e.id, c.person_id, k.id
    HAVING coalesce(sum(a.hours) FILTER (WHERE a.state = 'present' AND a.day <= e.day), 0) * 100 < (k.hours_theory + k.hours_practice) * %(hours_percent)s
) m GROUP BY m.exam_no, m.region, m.org_code, m.day
