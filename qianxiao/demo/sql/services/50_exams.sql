-- Exams of classes that kept their attendance, and of people who come by themselves. Cases take a class, an exam or a body each.
CREATE TABLE exam_case AS SELECT name, m, row_number() OVER (ORDER BY no, m) - 1 AS k FROM exam_case_of, range(:cases) t(m)
WHERE name NOT IN ('mill', 'good', 'flat', 'few', 'upgrade');
CREATE TABLE body AS
WITH told AS (
    SELECT b, '' AS scn, 0 AS m FROM range(:bodies) t(b)
    UNION ALL SELECT :bodies + row_number() OVER (ORDER BY no, m) - 1, name, m FROM exam_case_of, range(:cases) t(m) WHERE name IN ('mill', 'good')
)
SELECT told.*, '99' || c.code || 'P' || lpad(b::VARCHAR, 9, '0') AS org_code, c.name || '第' || (b // (SELECT count(*) FROM county) + 1) || '评价中心' AS name, c.code AS region
FROM told JOIN county c ON c.n = b % (SELECT count(*) FROM county);
CREATE TABLE exam AS
WITH of_class AS (
    SELECT c, row_number() OVER (ORDER BY h(c, 'examined'), c) - 1 AS x FROM klass WHERE kept AND scn = '' QUALIFY x < :exams + (SELECT count(*) FROM exam_case)
), sat AS (
    SELECT o.x, o.c, coalesce(e.name, '') AS scn, coalesce(e.m, 0) AS m, o.x % :bodies AS b, k.starts, k.days, k.class_no, k.occupation,
        row_number() OVER (PARTITION BY o.x % :bodies, coalesce(e.name, '') = 'too_soon', k.block ORDER BY o.x) - 1 AS turn
    FROM of_class o JOIN klass k USING (c) LEFT JOIN exam_case e ON e.k = o.x
), alone AS (
    SELECT name, m, j, CASE WHEN name IN ('mill', 'good') THEN NULL ELSE m % :bodies END AS b FROM exam_case_of, range(:cases) t(m), range(10) q(j)
    WHERE name IN ('mill', 'good', 'flat', 'few', 'resit', 'upgrade') AND (j = 0 OR name IN ('mill', 'good'))
)
SELECT 'KS' || lpad(x::VARCHAR, 7, '0') AS exam_no, x, c, class_no, scn, m, b, occupation,
    CASE scn WHEN 'too_soon' THEN (starts + (4 + turn // 3)::INTEGER)::DATE ELSE (starts + (days + turn // 2)::INTEGER)::DATE END AS on_day,
    CASE WHEN scn = 'too_soon' THEN 1080 + (turn % 3)::INTEGER * 100 ELSE 540 + (turn % 2)::INTEGER * 300 END AS lo
FROM sat
UNION ALL
SELECT 'KA' || lpad((row_number() OVER (ORDER BY a.name, a.m, j))::VARCHAR, 7, '0'), NULL, NULL, '', a.name, a.m, coalesce(a.b, body.b),
    coalesce((SELECT min(occupation) FROM sat WHERE a.name = 'resit' AND sat.scn = 'resit' AND sat.m = a.m), (SELECT code FROM trade WHERE n = 0)), (DATE '2000-01-01' + (:until_day - CASE a.name WHEN 'mill' THEN 40 WHEN 'good' THEN 40 WHEN 'resit' THEN -1 ELSE 300 END
        + CASE a.name WHEN 'flat' THEN a.m WHEN 'few' THEN 60 + a.m WHEN 'upgrade' THEN 120 + a.m ELSE a.j END)::INTEGER)::DATE,
    CASE a.name WHEN 'resit' THEN 1320 - (a.m // :bodies)::INTEGER * 100 ELSE 540 END
FROM alone a LEFT JOIN body ON body.scn = a.name AND body.m = a.m;
-- Who sits it: of a class those who attended enough, else people of their own.
CREATE TABLE sitting AS
WITH own AS (
    SELECT e.exam_no, e.scn, e.m, i, row_number() OVER (ORDER BY e.exam_no, i) AS s FROM exam e
    JOIN range(40) t(i) ON t.i < CASE e.scn WHEN 'mill' THEN 25 WHEN 'good' THEN 22 WHEN 'flat' THEN 40 WHEN 'few' THEN 8 ELSE 1 END WHERE e.x IS NULL
), told AS (
    SELECT e.exam_no, e.scn, e.m, t.i, t.who, t.trainee_no, e.class_no, e.c * 64 + t.i AS k FROM exam e JOIN trainee t USING (c) LEFT JOIN attended a USING (trainee_no)
    WHERE a.got * 5 >= a.given * 4
    UNION ALL SELECT exam_no, scn, m, i, CASE scn WHEN 'upgrade' THEN 40 + m ELSE :adults - s END, '', '', 40000000 + s FROM own WHERE scn <> 'resit'
), again AS (
    -- the last of a class who failed comes again to an exam of one
    SELECT o.exam_no, o.scn, o.m, 0 AS i, t.who, t.trainee_no, t.class_no, 50000000 + o.s AS k FROM own o
    JOIN (SELECT *, row_number() OVER (PARTITION BY scn, m ORDER BY i) AS r FROM told WHERE scn = 'resit') t ON t.m = o.m AND t.r = 1 WHERE o.scn = 'resit'
), scored AS (
    SELECT *, false AS second, CASE scn WHEN 'flat' THEN 82 WHEN 'few' THEN 82 WHEN 'mill' THEN 61 + pick(k, 'theory', 37)
            WHEN 'good' THEN CASE WHEN k % 25 = 0 THEN 40 ELSE 61 + pick(k, 'theory', 37) END ELSE 58 + pick(k, 'theory', 40) END AS theory,
        CASE scn WHEN 'flat' THEN 85 WHEN 'few' THEN 85 WHEN 'mill' THEN 61 + pick(k, 'practice', 37) WHEN 'good' THEN 61 + pick(k, 'practice', 37)
            ELSE 58 + pick(k, 'practice', 40) END AS practice,
        row_number() OVER (PARTITION BY exam_no ORDER BY i) AS r FROM told
    UNION ALL SELECT *, true, 70, 70, 1 FROM again
)
SELECT * REPLACE (CASE WHEN NOT second AND r = 1 AND scn IN ('unpassed', 'resit') THEN 40 WHEN NOT second AND r <= 2 AND scn NOT IN ('good', 'mill', 'flat', 'few') THEN 75
    ELSE theory END AS theory, CASE WHEN NOT second AND r = 2 AND scn NOT IN ('good', 'mill', 'flat', 'few') THEN 75 ELSE practice END AS practice) FROM scored;
CREATE TABLE paper AS
WITH given AS (
    SELECT s.exam_no, s.scn, s.m, s.r, s.second, s.who, s.trainee_no, s.class_no, e.b, e.on_day, (e.on_day + CASE WHEN s.scn = 'before_exam' AND s.r = 2 THEN -3 ELSE 2 END)::DATE AS issued,
        CASE WHEN s.scn = 'other_trade' AND s.r = 2 THEN :unfiled ELSE e.occupation END AS occupation, false AS before
    FROM sitting s JOIN exam e USING (exam_no) WHERE (s.theory >= 60 AND s.practice >= 60) OR (s.scn = 'unpassed' AND s.r = 1)
)
SELECT *, 'S0000' || (SELECT left(region, 2) FROM body WHERE body.b = given.b) || (900000 + b) || right(year(issued)::VARCHAR, 2) || '5'
    || lpad((row_number() OVER (PARTITION BY b, year(issued) ORDER BY exam_no, r))::VARCHAR, 6, '0') AS cert_no FROM given;
-- Papers of classes whose people were not examined here: one older than its class, one number for two people.
CREATE TABLE used AS
SELECT k.scn, k.m, k.part, t.trainee_no, t.who, k.class_no, k.occupation, k.starts, k.org_code, k.region
FROM klass k JOIN trainee t ON t.c = k.c AND t.i = 3 WHERE k.scn IN ('older', 'shared');
CREATE TABLE outside AS
SELECT scn, m, 'S0000' || left(region, 2) || '99000' || CASE scn WHEN 'older' THEN 1 ELSE 2 END || '205' || lpad(m::VARCHAR, 6, '0') AS cert_no,
    CASE scn WHEN 'older' THEN (starts - 40)::DATE ELSE (starts + 20)::DATE END AS issued, * EXCLUDE (scn, m)
FROM used WHERE part = 0;
