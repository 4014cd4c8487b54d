-- A paper older than the class it serves, of another trade or level, used by two people, or with a number that tells another year or level.
WITH used AS (
    SELECT p.cert_no, p.person_id AS holder, p.occupation, p.level, p.issued, t.person_id, t.trainee_no, c.class_no, c.region, c.org_code, c.starts, c.occupation AS taught,
        c.level AS at_level
    FROM evaluation_certificate p JOIN training_trainee t ON t.cert_no = p.cert_no JOIN training_trainingclass c ON c.id = t.training_class_id
    WHERE p.cert_no <> '' AND c.starts BETWEEN %(since)s AND %(day)s
)
SELECT * FROM (
    SELECT DISTINCT ON (cert_no, region) 'older' AS variant, cert_no AS subject, region, org_code, ARRAY[person_id] AS people,
        jsonb_build_object('class', class_no, 'starts', starts, 'day', issued) AS evidence, issued AS source_day
    FROM used WHERE issued < starts ORDER BY cert_no, region, class_no
) older
UNION ALL
SELECT * FROM (
    SELECT DISTINCT ON (cert_no, region) 'other', cert_no, region, org_code, ARRAY[person_id],
        jsonb_build_object('class', class_no, 'occupation', occupation, 'level', level, 'taught', taught, 'at_level', at_level), issued
    FROM used WHERE (occupation, level) <> (taught, at_level) ORDER BY cert_no, region, class_no
) other
UNION ALL
SELECT 'shared', cert_no, region, min(org_code), array_agg(DISTINCT person_id), jsonb_build_object('people', told.n, 'classes', told.classes), max(issued)
FROM used JOIN (
    SELECT cert_no, count(DISTINCT person_id) AS n, string_agg(DISTINCT class_no, '、') AS classes FROM used GROUP BY cert_no HAVING count(DISTINCT person_id) > 1
) told USING (cert_no) GROUP BY cert_no, region, told.n, told.classes
UNION ALL
SELECT 'number', p.cert_no, p.region, p.org_code, ARRAY[p.person_id], jsonb_build_object('number', p.cert_no, 'day', p.issued, 'level', p.level), p.issued
FROM evaluation_certificate p WHERE (p.warned ? 'year' OR p.warned ? 'level') AND p.issued BETWEEN %(since)s AND %(day)s
