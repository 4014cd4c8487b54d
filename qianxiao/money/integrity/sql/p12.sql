-- Entered as a registered poor worker (group 06), but identified only after the class had begun; the register's own day, not the day it was told.
SELECT 'later' AS variant, t.trainee_no AS subject, c.region, c.org_code, ARRAY[t.person_id] AS people,
    jsonb_build_object('class', c.class_no, 'starts', c.starts, 'day', v.identified_on) AS evidence, v.identified_on AS source_day
FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id
JOIN households_memberversion v ON v.person_id = t.person_id AND v.to_period = 999999
WHERE t.person_group = '06' AND c.starts BETWEEN %(since)s AND %(day)s AND c.state <> 'dropped' AND v.identified_on > c.starts
