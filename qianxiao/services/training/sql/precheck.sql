-- Against whom of a roster something stands: trainee, code, whether it is certain, number of the other class.
WITH one AS (SELECT * FROM training_trainingclass WHERE id = %(number)s),
mine AS (
    SELECT t.id, t.person_id, p.sex, p.study, p.step, p.registered, (one.starts - p.birth) / 10000 AS age
    FROM training_trainee t JOIN people_person p ON p.id = t.person_id CROSS JOIN one
    WHERE t.training_class_id = %(number)s AND t.left_on IS NULL
),
others AS (
    SELECT m.id AS trainee, c.id, c.class_no, c.occupation, c.level, c.starts, c.ends, t.result
    FROM mine m JOIN training_trainee t ON t.person_id = m.person_id AND t.training_class_id <> %(number)s
    JOIN training_trainingclass c ON c.id = t.training_class_id
    WHERE c.state <> 'dropped' AND (t.left_on IS NULL OR t.result = '1')
)
SELECT trainee, 'same_trade', true, max(o.class_no) FROM others o CROSS JOIN one
WHERE (o.occupation, o.level) = (one.occupation, one.level) AND o.result IN ('0', '1') GROUP BY 1
UNION ALL
SELECT trainee, 'over_cap', true, max(o.class_no) FROM others o CROSS JOIN one
WHERE o.starts / 10000 = one.starts / 10000 GROUP BY 1 HAVING count(*) >= %(classes_a_year)s
UNION ALL
SELECT o.trainee, 'same_hour', true, max(o.class_no) FROM others o
JOIN training_session b ON b.training_class_id = o.id AND b.live
JOIN training_session a ON a.training_class_id = %(number)s AND a.live AND a.day = b.day AND a.lo < b.hi AND b.lo < a.hi
GROUP BY 1
UNION ALL SELECT id, 'student', true, '' FROM mine WHERE step = 'train:student'
UNION ALL SELECT id, 'dead', true, '' FROM mine WHERE step IN ('train:dead', 'study:dead')
UNION ALL
SELECT id, split_part(step, ':', 2), false, '' FROM mine
WHERE step IN ('train:left_register', 'train:imprisoned', 'train:unable', 'train:pensioner')
UNION ALL SELECT id, 'too_young', true, age::text FROM mine WHERE age < %(age_min)s
UNION ALL
SELECT id, 'too_old', false, age::text FROM mine
WHERE age > CASE WHEN sex = '2' THEN %(age_max_female)s ELSE %(age_max_male)s END
UNION ALL SELECT id, 'no_birth', false, '' FROM mine WHERE age IS NULL
UNION ALL
SELECT id, 'programme_age', false, age::text FROM mine WHERE age NOT BETWEEN %(programme_min)s AND %(programme_max)s
UNION ALL
-- a registered person whose duty to study was never open is no leaver; of somebody unregistered nobody knows
SELECT id, 'no_leaver', registered, '' FROM mine WHERE %(leavers)s AND study IN ('', 'refused', 'not_of_age')
