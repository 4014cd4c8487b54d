-- Bodies, exams, candidates, papers as files.
INSERT INTO out_institutions SELECT org_code, name, '6', region, 20180101, 20251231, NULL FROM body ORDER BY org_code;
INSERT INTO out_licensed SELECT org_code, 'evaluate', t.code, '5', 20180101, 20251231 FROM body, (SELECT code FROM trade UNION ALL SELECT :unfiled) t(code) ORDER BY ALL;
INSERT INTO out_rooms SELECT org_code, region, '考场', 'exam', 60 FROM body ORDER BY ALL;
INSERT INTO out_teachers SELECT md5('services examiner ' || org_code || n)::UUID, org_code, region,
    list_extract(string_split(:surnames, ''), 1 + pick(b * 2 + n, 'examiner', length(:surnames))::INTEGER) || ['明', '芳'][(1 + n)::INTEGER], 'KP' || lpad((b * 2 + n)::VARCHAR, 9, '0'), 99991231
FROM body, range(2) t(n);
CREATE TABLE out_exams AS SELECT e.exam_no, body.org_code, body.region, e.occupation, ymd(e.on_day) AS day, e.lo, e.lo + 90 AS hi
FROM exam e JOIN body USING (b) ORDER BY exam_no;
CREATE TABLE out_candidates AS SELECT s.exam_no, p.number AS person, s.class_no, s.theory, s.practice,
    CASE WHEN s.theory >= 60 AND s.practice >= 60 THEN '1' ELSE '2' END AS result
FROM sitting s JOIN person p ON p.kind = 'adult' AND p.n = s.who ORDER BY exam_no, person;
CREATE TABLE out_certificates AS
SELECT cert_no, exam_no, p.number AS person, class_no, occupation, ymd(issued) AS issued, ymd(on_day) AS exam_day, body.org_code, body.region
FROM paper JOIN body USING (b) JOIN person p ON p.kind = 'adult' AND p.n = who
UNION ALL SELECT cert_no, NULL, p.number, class_no, occupation, ymd(issued), NULL, org_code, o.region FROM outside o JOIN person p ON p.kind = 'adult' AND p.n = who
ORDER BY cert_no;
CREATE TABLE out_papers AS
SELECT trainee_no, cert_no FROM paper WHERE trainee_no <> '' AND issued >= on_day AND NOT (scn = 'resit' AND NOT second AND r = 1)
UNION ALL SELECT u.trainee_no, o.cert_no FROM used u JOIN outside o USING (scn, m) ORDER BY ALL;
INSERT INTO out_truth SELECT c.pattern, c.kind, c.name, CASE
    WHEN c.name IN ('mill', 'good') THEN (SELECT min(org_code) FROM body WHERE body.scn = c.name AND body.m = t.m)
    WHEN c.name IN ('flat', 'few', 'too_soon') THEN (SELECT min(exam_no) FROM exam e WHERE e.scn = c.name AND e.m = t.m)
    ELSE (SELECT min(cert_no) FROM paper p WHERE p.scn = c.name AND p.m = t.m AND CASE c.name WHEN 'unpassed' THEN r = 1 WHEN 'other_trade' THEN r = 2 WHEN 'before_exam' THEN r = 2 WHEN 'resit' THEN second ELSE true END) END
FROM exam_case_of c, range(:cases) t(m);
INSERT INTO out_truth SELECT 25, 'planted', scn, cert_no FROM outside;
-- whoever was examined in the middle of a class is marked present after the certificate
INSERT INTO out_truth SELECT DISTINCT 18, 'planted', 'too_soon', class_no FROM exam WHERE scn = 'too_soon';
