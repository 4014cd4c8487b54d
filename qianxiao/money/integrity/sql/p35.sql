-- A roster that was there before, that has one birthday, or comes from one village that asked for no class.
WITH big AS (
    SELECT c.id, c.class_no, c.region, c.org_code, c.starts, count(*) AS people FROM training_trainingclass c JOIN training_trainee t ON t.training_class_id = c.id
    WHERE c.starts BETWEEN %(since)s AND %(day)s AND c.state NOT IN ('draft', 'dropped') GROUP BY c.id HAVING count(*) >= %(roster_least)s
), common AS (
    SELECT x.training_class_id AS a, y.training_class_id AS b, count(*) AS n FROM training_trainee x JOIN training_trainee y ON y.person_id = x.person_id AND y.training_class_id <> x.training_class_id
    GROUP BY 1, 2 HAVING count(*) >= %(roster_least)s / 2
), born AS (
    SELECT DISTINCT ON (t.training_class_id) t.training_class_id AS id, p.birth, count(*) AS n FROM big JOIN training_trainee t ON t.training_class_id = big.id JOIN people_person p ON p.id = t.person_id
    GROUP BY t.training_class_id, p.birth HAVING count(*) >= %(birth_least)s ORDER BY t.training_class_id, count(*) DESC
), lives AS (
    SELECT t.training_class_id AS id, left(p.region, 12) AS village, count(*) AS n FROM big JOIN training_trainee t ON t.training_class_id = big.id JOIN people_person p ON p.id = t.person_id
    WHERE length(p.region) >= 12 GROUP BY 1, 2
)
SELECT 'again' AS variant, a.class_no || '|' || b.class_no AS subject, b.region, b.org_code, '{}'::uuid[] AS people,
    jsonb_build_object('class_a', a.class_no, 'class_b', b.class_no, 'n', m.n, 'percent', m.n * 100 / (a.people + b.people - m.n), 'class', b.class_no) AS evidence, b.starts AS source_day
FROM common m JOIN big a ON a.id = m.a JOIN big b ON b.id = m.b AND (a.starts, a.id) < (b.starts, b.id) WHERE m.n * 100 >= (a.people + b.people - m.n) * %(same_percent)s
UNION ALL
SELECT 'birthday', b.class_no, b.region, b.org_code, '{}', jsonb_build_object('class', b.class_no, 'n', r.n, 'day', r.birth, 'people', b.people), b.starts FROM born r JOIN big b USING (id)
UNION ALL
SELECT 'village', b.class_no, b.region, b.org_code, '{}', jsonb_build_object('class', b.class_no, 'n', v.n, 'village', v.village, 'people', b.people), b.starts FROM lives v JOIN big b USING (id)
WHERE v.n * 100 > b.people * %(village_percent)s AND NOT EXISTS (SELECT FROM training_request r WHERE r.training_class_id = b.id)
