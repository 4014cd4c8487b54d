-- Online courses of the first institutions, who learns there, and their signs of life, one a minute.
CREATE TABLE course AS SELECT o AS k, md5('services course ' || org_code)::UUID AS id, org_code, region FROM org WHERE o < greatest(2, :orgs // 10);
CREATE TABLE learning AS
WITH cases AS (
    SELECT row_number() OVER (ORDER BY no, m, j) - 1 AS l, name, m, j FROM course_case_of, range(:cases) t(m), range(12) q(j) WHERE j = 0 OR name IN ('together', 'room')
), told AS (
    SELECT l, coalesce(name, '') AS scn, coalesce(m, 0) AS m, coalesce(j, 0) AS j FROM range(:learnings + (SELECT count(*) FROM cases)) t(l) LEFT JOIN cases USING (l)
)
SELECT t.*, course.id AS course, course.org_code, 'V' || lpad(l::VARCHAR, 9, '0') AS number,
    (TIMESTAMP '2020-04-01 08:00:00' + to_seconds(CASE WHEN scn = 'together' THEN m * 86400 WHEN scn = 'room' THEN m * 86400 + j * 9
        WHEN scn = 'marathon' THEN pick(l, 'began', 60) * 86400 - 27000 ELSE pick(l, 'began', 60) * 86400 + pick(l, 'hour', 36000) END)) AS began
FROM told t JOIN course ON course.k = CASE WHEN scn IN ('together', 'room') THEN m ELSE l END % (SELECT count(*) FROM course);
CREATE TABLE beat AS
SELECT l.l, l.number, 1 + b.b // n.half AS lesson, b.b, l.began + to_seconds(b.b * 60) + to_milliseconds(CASE
        WHEN l.scn IN ('robot', 'together') THEN 0 WHEN l.scn = 'steady' THEN pick(l.l * 4096 + b.b, 'jitter', 20)
        WHEN l.scn = 'room' THEN pick(l.l * 4096 + b.b, 'jitter', 4000) ELSE pick(l.l * 4096 + b.b, 'jitter', 400) END) AS began,
    CASE WHEN l.scn = 'twice' AND b.b % 3 = 0 THEN 'double' WHEN l.scn = 'once' AND b.b = 7 THEN 'fast' ELSE 'counted' END AS verdict
FROM learning l JOIN (VALUES ('marathon', 800, 400), ('', 40, 20)) n(scn, most, half) ON n.scn = CASE l.scn WHEN 'marathon' THEN 'marathon' ELSE '' END
JOIN range(800) b(b) ON b.b < n.most;
CREATE TABLE out_courses AS SELECT id, org_code, region FROM course ORDER BY id;
CREATE TABLE out_learnings AS SELECT l.number, p.number AS person, l.course, l.org_code, l.began, max(b.began) + INTERVAL 60 SECOND AS finished,
    60 * count(*) FILTER (WHERE b.verdict = 'counted') AS seconds, 60 * count(*) FILTER (WHERE b.verdict <> 'counted') AS refused
FROM learning l JOIN person p ON p.kind = 'adult' AND p.n = l.l JOIN beat b USING (l) GROUP BY ALL ORDER BY l.number;
CREATE TABLE out_beats AS SELECT number, lesson, md5('services beat ' || number || ' ' || b)::UUID AS key, md5('services page ' || number || lesson)::UUID AS page, began, verdict
FROM beat ORDER BY number, b;
INSERT INTO out_truth SELECT c.pattern, c.kind, c.name, CASE WHEN c.name IN ('together', 'room') THEN l.course || '|' || strftime(max(f.finished), '%Y%m%d%H%M%S') ELSE min(l.number) END
FROM course_case_of c JOIN learning l ON l.scn = c.name JOIN out_learnings f USING (number) GROUP BY c.pattern, c.kind, c.name, l.m, l.course;
-- twelve who began and ended in one second were told by one program
INSERT INTO out_truth SELECT 22, 'planted', scn, number FROM learning WHERE scn = 'together';
