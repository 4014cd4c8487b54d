-- Schools and students; each case of a student has a student of its own, cases of pattern 9 the adult who trains.
CREATE TABLE school AS SELECT s, '99' || c.code || 'J' || lpad(s::VARCHAR, 9, '0') AS org_code, c.name || '第' || (s // (SELECT count(*) FROM county) + 1) || '技工学校' AS name,
    c.code AS region FROM range(:schools) t(s) JOIN county c ON c.n = s % (SELECT count(*) FROM county);
CREATE TABLE pupil AS
WITH cases AS (SELECT row_number() OVER (ORDER BY no, m) - 1 AS k, name, m FROM student_case_of, range(:cases) t(m)),
told AS (
    SELECT n.n, coalesce(c.name, '') AS scn, coalesce(c.m, 0) AS m, pick(n.n, 'school', :schools) AS s, pick(n.n, 'poor', 100) < :poor OR c.name IS NOT NULL AS poor,
        CASE WHEN c.name IS NULL THEN pick(n.n, 'fate', 100) ELSE 50 END AS fate, CASE WHEN pick(n.n, 'year', 2) = 0 THEN 201809 ELSE 201909 END AS enrolled
    FROM range(:pupils) n(n) LEFT JOIN cases c ON c.k = n.n
)
SELECT 'pupil' AS kind, n AS who, 0 AS no, scn, m, s, poor, '1' AS reg_kind,
    CASE scn WHEN 'new' THEN 202006 WHEN 'at_once' THEN 201809 WHEN 'transfer' THEN 201809 WHEN 'gone' THEN 201809 WHEN 'left' THEN 201809 ELSE enrolled END AS enrolled,
    CASE WHEN scn IN ('at_once', 'transfer', 'gone', 'left') OR fate < 2 THEN '5' WHEN fate < 3 THEN '2' ELSE '1' END AS status,
    CASE WHEN scn = 'at_once' THEN 20191231 WHEN scn = 'transfer' THEN 20190831 WHEN scn IN ('gone', 'left') THEN 20200310 WHEN fate < 3 THEN 20200120 END AS since
FROM told
UNION ALL
SELECT 'pupil', n, 1, scn, m, (s + 1) % :schools, false, CASE scn WHEN 'beside' THEN '2' ELSE '1' END, 201909, '1', NULL
FROM told WHERE scn IN ('two_schools', 'at_once', 'transfer', 'beside')
UNION ALL
SELECT 'adult', t.who, 0, t.scn, t.m, pick(t.who, 'school', :schools), false, CASE WHEN t.scn = 'former' AND t.m % 2 = 1 THEN '2' ELSE '1' END, 201809,
    CASE WHEN t.scn = 'former' AND t.m % 2 = 0 THEN '7' WHEN t.scn = 'pupil' AND t.m % 2 = 1 THEN '5' ELSE '1' END,
    CASE WHEN t.scn = 'former' AND t.m % 2 = 0 THEN 20200115 WHEN t.scn = 'pupil' AND t.m % 2 = 1 THEN ymd((k.starts + 20)::DATE) END
FROM trainee t JOIN klass k USING (c) WHERE t.scn IN ('pupil', 'former') AND t.i = 0;
CREATE TABLE roll_of AS
SELECT p.*, school.org_code, school.region, person.number, person.name, person.sex, person.birth, person.id_no, person.phone, person.region AS home,
    'V' || school.region || p.enrolled || lpad(p.who::VARCHAR, 7, '0') || CASE p.kind WHEN 'adult' THEN 'A' ELSE '0' END || p.no AS reg_no
FROM pupil p JOIN school ON school.s = p.s JOIN person ON person.kind = p.kind AND person.n = p.who;
CREATE TABLE out_students AS
SELECT reg_no AS student_reg_no, org_code, name, sex, birth, id_no, id_no AS id18, 'valid' AS id_class, phone, home AS hukou_region, reg_kind,
    (SELECT code FROM major WHERE n = 0) AS major_code, '4' AS stage, 3 AS years, 1 AS grade, enrolled AS enrol_month, status,
    coalesce(since, enrolled * 100 + 1) AS status_date, poor
FROM roll_of ORDER BY reg_no;
INSERT INTO out_institutions SELECT org_code, name, '2', region, 20100101, 20301231, 5000 FROM school ORDER BY org_code;
-- Terms for which a student was registered; months in which a supported student was looked at.
CREATE TABLE out_terms AS
SELECT reg_no, t.term, t.day FROM roll_of r JOIN (VALUES (:term, :term_day), (:before, :before_day)) t(term, day)
    ON r.enrolled * 100 + 1 <= t.day AND (r.since IS NULL OR r.since > t.day)
WHERE r.reg_kind = '1' AND NOT (r.scn = 'ghost' AND t.term = :term) AND NOT (r.scn = 'two_schools' AND r.no = 1) AND r.kind = 'pupil' ORDER BY ALL;
CREATE TABLE out_months AS
SELECT reg_no, m.month, CASE WHEN r.scn = 'ghost' THEN NULL WHEN r.scn = 'ill' AND m.month = 202004 THEN 22 ELSE pick(r.who * 16 + m.month % 16, 'absent', 3) END AS absent
FROM roll_of r JOIN month_list m ON r.enrolled <= m.month AND (r.since IS NULL OR r.since // 100 >= m.month OR (r.scn = 'gone' AND m.month <= 202005))
WHERE r.poor AND NOT (r.scn = 'ghost' AND m.month > 202003) ORDER BY ALL;
INSERT INTO out_truth SELECT c.pattern, c.kind, c.name, string_agg(r.reg_no, '|' ORDER BY r.reg_no)
FROM student_case_of c JOIN roll_of r ON r.scn = c.name GROUP BY c.pattern, c.kind, c.name, r.m;
INSERT INTO out_truth SELECT 27, s.kind, s.name, 'JZ' || lpad((1000000 + min(k.c) * 2 + 1)::VARCHAR, 9, '0') FROM scenario s JOIN klass k ON k.scn = s.name
WHERE s.name = 'rented' GROUP BY s.kind, s.name, k.m;
