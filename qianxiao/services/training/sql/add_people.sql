-- Put people on a roster with a number each and the group the registers tell (20-02-02). Whoever is there already stays once.
INSERT INTO training_trainee (trainee_no, training_class_id, person_id, name, id_mask, person_group, group_from, wish, advised,
    joined, warned, result, cert_no, edited_by, region, org_code)
SELECT c.class_no || lpad((told.most + row_number() OVER (ORDER BY p.name, p.id))::text, 3, '0'), c.id, p.id, p.name, p.id_mask,
    p.code, CASE WHEN p.code = '99' THEN '' ELSE 'register' END, CASE WHEN p.leaver THEN 'leaver' ELSE '' END, '',
    %(today)s, '[]'::jsonb, '0', '', '', c.region, c.org_code
FROM training_trainingclass c
CROSS JOIN (
    SELECT coalesce(max(right(trainee_no, 3)::integer), 0) AS most FROM training_trainee WHERE training_class_id = %(number)s
) told
CROSS JOIN LATERAL (
    SELECT q.*, {group} AS code FROM (
        SELECT person.*, person.registered AS poor, person.registered AND person.study NOT IN ('', 'refused', 'not_of_age') AS leaver,
            (c.starts - person.birth) / 10000 BETWEEN %(age_min)s
                AND CASE WHEN person.sex = '2' THEN %(age_max_female)s ELSE %(age_max_male)s END AS working_age
        FROM people_person person
    ) q
    WHERE q.id = ANY(%(people)s) AND NOT EXISTS (
        SELECT FROM training_trainee t WHERE t.training_class_id = c.id AND t.person_id = q.id)
) p
WHERE c.id = %(number)s
