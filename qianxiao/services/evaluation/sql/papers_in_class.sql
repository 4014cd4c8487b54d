-- The trainees of a class get the result and the paper of their exam.
UPDATE training_trainee t SET result = c.result, score = least(c.theory, c.practice), edited_by = %(by)s,
    cert_no = coalesce(p.cert_no, t.cert_no)
FROM evaluation_candidate c LEFT JOIN evaluation_certificate p ON p.exam_id = c.exam_id AND p.person_id = c.person_id,
    training_trainingclass k
WHERE c.exam_id = %(exam)s AND c.class_no <> '' AND k.class_no = c.class_no AND t.training_class_id = k.id AND t.person_id = c.person_id
    AND k.state IN ('approved', 'finished', 'assessed') AND c.result <> '0'
