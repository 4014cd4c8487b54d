-- Demo: what became of people of the classes that ended, by lot of their numbers; a fifth stays to be told.
INSERT INTO training_outcome (trainee_id, months, form, employer, starts, direct, licence, incubator, warned, day, by, region, org_code)
SELECT t.id, %(months)s, told.form, CASE told.form WHEN '' THEN '' WHEN '5' THEN '县扶贫车间' WHEN '1' THEN '县内用工企业' ELSE '' END,
    CASE WHEN told.form = '' THEN NULL ELSE to_char(ends.day + (told.n %% 40), 'YYYYMMDD')::integer END, false, '', '', '[]', %(day)s,
    'operator', t.region, t.org_code
FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id
CROSS JOIN LATERAL (SELECT to_date(c.ends::text, 'YYYYMMDD') AS day) ends
CROSS JOIN LATERAL (SELECT ('x' || left(md5(t.trainee_no), 6))::bit(24)::integer AS n) lot
CROSS JOIN LATERAL (
    SELECT lot.n, (ARRAY['1', '1', '1', '3', '5', '8', '', ''])[1 + lot.n %% 8] AS form
) told
WHERE c.filed_by = 'register' AND c.state = 'ready' AND t.left_on IS NULL AND t.result <> '3' AND c.ends <= %(until)s AND lot.n / 8 %% 5 > 0
ON CONFLICT DO NOTHING;
