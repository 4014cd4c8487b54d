-- A trainee of a roster of the unemployed (groups 05 and 07) for whom an employer paid contributions on the first day of the class.
SELECT 'insured' AS variant, t.trainee_no AS subject, c.region, c.org_code, ARRAY[t.person_id] AS people,
    jsonb_build_object('class', c.class_no, 'day', c.starts, 'since', o.starts) AS evidence, o.source_day
FROM integrity_outside o JOIN training_trainee t ON t.person_id = o.person_id JOIN training_trainingclass c ON c.id = t.training_class_id
WHERE o.kind = 'insured' AND t.person_group IN ('05', '07') AND c.starts BETWEEN o.starts AND o.ends AND c.starts BETWEEN %(since)s AND %(day)s AND c.state <> 'dropped'
    AND to_date(o.starts::text, 'YYYYMMDD') + %(insured_days)s <= to_date(least(o.ends, o.source_day)::text, 'YYYYMMDD')
