-- Certificates of a month's register, with the class of their holder where it ended with this trade and level; told once.
INSERT INTO evaluation_certificate (cert_no, cert_kind, person_id, name, id_mask, occupation, level, issued, issuer, exam_id, exam_day,
    class_no, source, withdrawn, warned, region, org_code)
SELECT a.number, a.kind, p.id, p.name, p.id_mask, a.occupation, a.level, a.issued, a.issuer, NULL, NULL, coalesce(k.class_no, ''),
    %(source)s, '', a.warned, coalesce(i.region, k.region, left(p.region, 6)), a.org_code
FROM evaluation_arrived a JOIN people_found f ON f.number = a.number JOIN people_person p ON p.id = f.person_id
LEFT JOIN schools_institution i ON i.org_code = a.org_code
LEFT JOIN LATERAL (
    SELECT c.class_no, c.region FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id
    WHERE t.person_id = p.id AND t.result = '1' AND c.occupation = a.occupation AND c.level = a.level AND c.ends <= a.issued
    ORDER BY c.ends DESC LIMIT 1
) k ON true
ON CONFLICT DO NOTHING;
UPDATE training_trainee t SET cert_no = p.cert_no FROM evaluation_certificate p, training_trainingclass c
WHERE p.class_no <> '' AND c.class_no = p.class_no AND t.training_class_id = c.id AND t.person_id = p.person_id AND t.cert_no = ''
