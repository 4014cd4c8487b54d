-- A teacher's certificate in two places at once, for more hours than a day has, or after leaving; more people than seats.
-- Room and teacher of one row are held once by the database: here it is one person under two rows.
WITH given AS (
    SELECT s.day, s.lo, s.hi, s.hours, s.region, s.org_code, s.teacher_id, c.class_no, t.certificate, t.ends
    FROM training_session s JOIN schools_teacher t ON t.id = s.teacher_id JOIN training_trainingclass c ON c.id = s.training_class_id
    WHERE s.live AND s.day BETWEEN %(since)s AND %(day)s
), many AS (
    SELECT certificate FROM schools_teacher WHERE certificate <> '' GROUP BY certificate HAVING count(*) > 1
), twice AS (
    SELECT a.certificate, a.day, a.class_no AS class_a, b.class_no AS class_b, a.region, a.org_code, b.region AS region_b, b.org_code AS org_b
    FROM many JOIN given a USING (certificate) JOIN given b ON b.certificate = a.certificate AND b.day = a.day AND b.teacher_id > a.teacher_id
        AND a.lo < b.hi AND b.lo < a.hi
), one AS (
    SELECT DISTINCT ON (certificate) *, (SELECT count(DISTINCT day) FROM twice t WHERE t.certificate = twice.certificate) AS days,
        (SELECT max(day) FROM twice t WHERE t.certificate = twice.certificate) AS newest FROM twice ORDER BY certificate, day
)
SELECT 'teacher' AS variant, o.certificate AS subject, side.region, side.org_code, '{}'::uuid[] AS people, jsonb_build_object('certificate', o.certificate,
    'day', o.day, 'class_a', o.class_a, 'class_b', o.class_b, 'days', o.days) AS evidence, o.newest AS source_day
FROM one o CROSS JOIN LATERAL (SELECT DISTINCT ON (region) * FROM (VALUES (o.region, o.org_code), (o.region_b, o.org_b)) s(region, org_code)) side
UNION ALL
SELECT * FROM (
    SELECT DISTINCT ON (class_no) 'departed', class_no, region, org_code, '{}'::uuid[], jsonb_build_object('day', day, 'until', ends), day
    FROM given WHERE day > ends ORDER BY class_no, day
) gone
UNION ALL
SELECT DISTINCT ON (subject, region) 'hours', subject, region, org_code, '{}', evidence, day FROM (
    SELECT certificate AS subject, min(region) AS region, min(org_code) AS org_code, day, jsonb_build_object('certificate', certificate, 'day', day, 'hours', sum(hours)) AS evidence
    FROM given WHERE certificate <> '' GROUP BY certificate, day HAVING sum(hours) > %(teacher_hours)s
) long
UNION ALL
SELECT * FROM (
    SELECT DISTINCT ON (c.class_no) 'seats', c.class_no, c.region, c.org_code, '{}'::uuid[],
        jsonb_build_object('room', r.name, 'seats', r.seats, 'day', s.day, 'people', e.present + e.held), s.day
    FROM training_session s JOIN schools_room r ON r.id = s.room_id JOIN training_entry e ON e.session_id = s.id AND e.source <> 'office'
    JOIN training_trainingclass c ON c.id = s.training_class_id
    WHERE s.day BETWEEN %(since)s AND %(day)s AND e.present + e.held > r.seats ORDER BY c.class_no, e.present DESC, s.day
) crowded
