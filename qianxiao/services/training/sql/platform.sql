-- What the platform of employment knows of people whose class ended so many months ago (platform_states: person_id, day_from, day_to,
-- known_to, form, employer, starts). A fate somebody told already stays; whoever was not confirmed since that day stays to be told.
INSERT INTO training_outcome (trainee_id, months, form, employer, starts, direct, licence, incubator, warned, day, by, region, org_code)
SELECT t.id, a.months, s.form, s.employer, s.starts,
    coalesce(c.employer <> '' AND s.employer = c.employer AND s.starts <= to_char(to_date(c.ends::text, 'YYYYMMDD') + %(start_days)s, 'YYYYMMDD')::integer, false),
    '', '', '[]', %(day)s, %(by)s, t.region, t.org_code
FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id
JOIN people_person p ON p.id = t.person_id
JOIN jsonb_to_recordset(%(asked)s::jsonb) AS a(train_type text, months integer) ON a.train_type = c.train_type
CROSS JOIN LATERAL (SELECT to_char(to_date(c.ends::text, 'YYYYMMDD') + make_interval(months => a.months), 'YYYYMMDD')::integer AS day) due
JOIN platform_states s ON s.person_id = CASE WHEN p.same_as_id IS NULL THEN p.id ELSE p.same_as_id END AND s.day_from <= due.day AND due.day < s.day_to AND s.known_to >= due.day
WHERE c.state = ANY(%(ended)s) AND t.left_on IS NULL AND t.result <> '3' AND due.day <= %(until)s
ON CONFLICT (trainee_id, months) DO NOTHING
