-- People of classes that were closed up to a day, with their result, on their records: once a class. The log says it as well.
WITH closed AS (
    SELECT DISTINCT ON (r.id, c.class_no) r.id, r.person_id, r.region, c.class_no, c.occupation, c.level, c.starts, c.ends, t.result, t.cert_no
    FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id
    JOIN people_person p ON p.id = t.person_id JOIN employment_record r ON r.person_id = CASE WHEN p.same_as_id IS NULL THEN p.id ELSE p.same_as_id END
    WHERE c.state IN ('assessed', 'certified', 'ready') AND t.left_on IS NULL AND t.result IN ('1', '2') AND c.ends <= %(until)s
    ORDER BY r.id, c.class_no, t.id
), new AS (
    INSERT INTO employment_trained (record_id, person_id, class_no, occupation, level, starts, ends, result, cert_no, period)
    SELECT id, person_id, class_no, occupation, level, starts, ends, result, cert_no, %(period)s FROM closed
    ON CONFLICT (record_id, class_no) DO NOTHING
    RETURNING record_id, person_id, class_no, occupation, ends, cert_no
), logged AS (
    INSERT INTO employment_change (record_id, person_id, kind, was, now, way, source, owner_before, owner_after, day, note, by, post, request_id)
    SELECT n.record_id, n.person_id, 'trained', '{}', jsonb_build_object('class', n.class_no, 'trade', n.occupation, 'certificate', n.cert_no), '',
        'training', r.region, r.region, n.ends, '', %(by)s, '', ''
    FROM new n JOIN employment_record r ON r.id = n.record_id
), dated AS (
    UPDATE employment_record r SET trained_on = greatest(coalesce(r.trained_on, 0), n.ends)
    FROM (SELECT record_id, max(ends) AS ends FROM new GROUP BY record_id) n WHERE r.id = n.record_id
)
SELECT (SELECT count(*) FROM new), count(*), (
    SELECT count(*) FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id JOIN people_person p ON p.id = t.person_id
    WHERE c.state IN ('assessed', 'certified', 'ready') AND t.left_on IS NULL AND t.result IN ('1', '2') AND c.ends <= %(until)s
        AND NOT EXISTS (SELECT FROM employment_record r WHERE r.person_id = CASE WHEN p.same_as_id IS NULL THEN p.id ELSE p.same_as_id END))
FROM closed
