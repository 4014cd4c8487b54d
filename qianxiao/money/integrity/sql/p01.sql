-- One person in two classes at once, or with less time between than the way takes; and what a roll call marked and nobody settled.
-- A register tells days, no hours: its classes are not compared.
WITH twice AS (
    SELECT x.person_id AS person, x.id AS one, y.id AS two, least(x.trainee_no, y.trainee_no) || '|' || greatest(x.trainee_no, y.trainee_no) AS subject,
        a.class_no AS class_a, b.class_no AS class_b, a.region AS region_a, b.region AS region_b, a.org_code AS org_a, b.org_code AS org_b,
        CASE WHEN a.org_code = b.org_code THEN 0 WHEN left(a.region, 6) = left(b.region, 6) THEN %(same_county)s
            WHEN left(a.region, 4) = left(b.region, 4) THEN %(same_city)s WHEN left(a.region, 2) = left(b.region, 2) THEN %(same_province)s
            ELSE %(elsewhere)s END AS need
    FROM training_trainee x JOIN training_trainee y ON y.person_id = x.person_id AND y.training_class_id > x.training_class_id
    JOIN training_trainingclass a ON a.id = x.training_class_id JOIN training_trainingclass b ON b.id = y.training_class_id
    WHERE a.filed_by <> 'register' AND b.filed_by <> 'register' AND a.starts <= b.ends AND b.starts <= a.ends AND least(a.ends, b.ends) >= %(since)s AND greatest(a.starts, b.starts) <= %(day)s
), met AS (
    SELECT t.*, a.day, a.lo, a.hi, b.lo AS lo_b, b.hi AS hi_b, greatest(b.lo - a.hi, a.lo - b.hi) AS gap
    FROM twice t JOIN training_attendance a ON a.person = t.person AND a.trainee = t.one AND a.state = 'present' AND a.day BETWEEN %(since)s AND %(day)s
    JOIN training_attendance b ON b.person = t.person AND b.day = a.day AND b.trainee = t.two AND b.state = 'present'
), told AS (
    SELECT DISTINCT ON (subject, gap < 0) *, CASE WHEN gap < 0 THEN 'overlap' ELSE 'travel' END AS variant, max(day) OVER w AS newest,
        dense_rank() OVER (PARTITION BY subject, gap < 0 ORDER BY day) + dense_rank() OVER (PARTITION BY subject, gap < 0 ORDER BY day DESC) - 1 AS days
    FROM met WHERE gap < need WINDOW w AS (PARTITION BY subject, gap < 0) ORDER BY subject, gap < 0, day, lo
)
SELECT t.variant, t.subject, side.region, side.org_code, ARRAY[t.person] AS people, jsonb_build_object('day', t.day, 'times',
    to_char(make_interval(mins => t.lo::int), 'HH24:MI') || '–' || to_char(make_interval(mins => t.hi::int), 'HH24:MI'), 'class_a', t.class_a,
    'class_b', t.class_b, 'days', t.days, 'gap', t.gap, 'need', t.need) AS evidence, t.newest AS source_day
FROM told t CROSS JOIN LATERAL (SELECT DISTINCT ON (region) * FROM (VALUES (t.region_a, t.org_a), (t.region_b, t.org_b)) s(region, org_code)) side
UNION ALL
SELECT DISTINCT ON (t.trainee_no, a.other) 'marked', t.trainee_no || '|' || a.other, a.region, a.org_code, ARRAY[a.person],
    jsonb_build_object('day', a.day, 'class_b', a.other), a.day
FROM training_attendance a JOIN training_trainee t ON t.id = a.trainee
WHERE a.state = 'held' AND a.other <> '' AND a.day BETWEEN %(since)s AND %(day)s ORDER BY variant, subject
