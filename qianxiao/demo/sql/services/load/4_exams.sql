-- Exams, who sat them, papers, and the papers of trainees: told once.
INSERT INTO evaluation_exam (exam_no, cert_kind, occupation, level, day, lo, hi, room_id, examiner_id, second_examiner_id, state, made_by, scored_by, closed_by,
    live, region, org_code)
SELECT e.exam_no, '2', e.occupation, '5', e.day, e.lo, e.hi, r.id, md5('services examiner ' || e.org_code || 0)::uuid, md5('services examiner ' || e.org_code || 1)::uuid,
    'issued', 'services', 'services', 'services two', true, e.region, e.org_code
FROM s_exams e JOIN schools_institution i USING (org_code) JOIN schools_room r ON r.institution_id = i.id AND r.name = '考场'
ON CONFLICT DO NOTHING;
INSERT INTO evaluation_candidate (exam_id, person_id, name, id_mask, class_no, theory, practice, result, region, org_code)
SELECT e.id, p.id, p.name, p.id_mask, c.class_no, c.theory, c.practice, c.result, e.region, e.org_code
FROM s_candidates c JOIN evaluation_exam e USING (exam_no) JOIN who w ON w.number = c.person JOIN people_person p ON p.id = w.person_id ON CONFLICT DO NOTHING;
INSERT INTO evaluation_certificate (cert_no, cert_kind, person_id, name, id_mask, occupation, level, issued, issuer, exam_id, exam_day, class_no, source, withdrawn,
    warned, region, org_code)
SELECT c.cert_no, '2', p.id, p.name, p.id_mask, c.occupation, '5', c.issued, coalesce(i.name, ''), e.id, c.exam_day, c.class_no,
    CASE WHEN e.id IS NULL THEN 'demo services' ELSE '' END, '', '[]', c.region, c.org_code
FROM s_certificates c JOIN who w ON w.number = c.person JOIN people_person p ON p.id = w.person_id LEFT JOIN evaluation_exam e USING (exam_no)
LEFT JOIN schools_institution i ON i.org_code = c.org_code
WHERE c.exam_day IS NULL OR c.issued >= c.exam_day ON CONFLICT DO NOTHING;
UPDATE training_trainee t SET cert_no = s.cert_no FROM s_papers s WHERE s.trainee_no = t.trainee_no AND t.cert_no = '';
