-- The people of a class who may be examined, and why others may not: trainee, person, name, mask, reason ('' for none).
WITH one AS (SELECT * FROM training_trainingclass WHERE class_no = %(class_no)s),
given AS (SELECT coalesce(sum(s.hours), 0) AS hours FROM training_session s JOIN one ON one.id = s.training_class_id WHERE s.live)
SELECT t.id, t.person_id, t.name, t.id_mask, CASE
    WHEN (one.occupation, one.level) <> (%(occupation)s, %(level)s) THEN 'other_trade'
    WHEN one.state NOT IN ('approved', 'finished', 'assessed') THEN 'class_state'
    WHEN coalesce(got.hours, 0) * 100 < given.hours * %(percent)s THEN 'few_hours'
    WHEN one.ends > %(day)s THEN 'before_end'
    ELSE '' END
FROM one CROSS JOIN given JOIN training_trainee t ON t.training_class_id = one.id AND t.left_on IS NULL
LEFT JOIN LATERAL (
    SELECT sum(a.hours) AS hours FROM training_attendance a
    WHERE a.training_class = one.id AND a.trainee = t.id AND a.state = 'present' AND a.day BETWEEN one.starts AND one.ends
) got ON true
ORDER BY t.name, t.id
