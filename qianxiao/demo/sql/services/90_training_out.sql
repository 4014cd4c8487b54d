-- The tables as files, in the shapes of the database; people by number.
CREATE TABLE out_people AS SELECT number, name, sex, birth, region, coalesce(id_no, '') AS id_no, coalesce(phone, '') AS phone,
    CASE kind WHEN 'pupil' THEN '621700' || lpad(n::VARCHAR, 13, '0') ELSE '' END AS account
FROM person p WHERE (kind = 'adult' AND n <= (SELECT max(who) FROM trainee)) OR (kind = 'adult' AND n >= :adults - :examined) OR kind = 'pupil' ORDER BY number;
CREATE TABLE out_institutions AS SELECT org_code, name, '4' AS org_type, region, 20180101 AS licence_from, 20251231 AS licence_to, 400 AS scale
FROM org ORDER BY org_code;
CREATE TABLE out_licensed AS SELECT org_code, 'teach' AS what, occupation, '5' AS level, valid_from, valid_to FROM filed ORDER BY ALL;
CREATE TABLE out_rooms AS SELECT org_code, region, name, kind, seats FROM room ORDER BY ALL;
CREATE TABLE out_teachers AS SELECT id, org_code, region, name, certificate, ends FROM teacher ORDER BY id;
CREATE TABLE out_classes AS SELECT class_no, org_code, org_name, region, occupation, '5' AS level, '03' AS train_type, '2' AS cert_kind, ymd(starts) AS starts,
    ymd((starts + days::INTEGER - 1)::DATE) AS ends, least(people + 2, 40)::INTEGER AS seats, kept,
    CASE WHEN scn = 'cut' THEN 80 ELSE coalesce((SELECT sum(hours) FROM session s WHERE s.c = k.c), 80) END::INTEGER AS hours
FROM klass k ORDER BY class_no;
CREATE TABLE out_sessions AS SELECT class_no, org_code, region, ymd(on_day) AS day, lo, hi, hours, CASE WHEN morning THEN 'theory' ELSE 'practice' END AS kind,
    CASE WHEN scn = '' THEN '实训' || ['一', '二'][(1 + place)::INTEGER] || '室' WHEN scn = 'room_clash' THEN left(class_no, -6) || lpad((c - part)::VARCHAR, 6, '0') || '室' ELSE class_no || '室' END AS room,
    md5('services teacher ' || org_code || CASE WHEN scn = '' THEN 'T' || place ELSE class_no END || CASE WHEN morning THEN 1 ELSE 0 END)::UUID AS teacher
FROM session ORDER BY class_no, day, lo;
CREATE TABLE out_trainees AS SELECT t.trainee_no, t.class_no, t.org_code, t.region, p.number AS person, ymd(k.starts) AS joined,
    CASE WHEN a.given IS NULL THEN CASE WHEN pick(t.c * 64 + t.i, 'passed', 100) < 96 THEN '1' ELSE '2' END
        WHEN a.scn = 'waved' AND a.i BETWEEN 2 AND 6 THEN '1' WHEN a.got * 5 >= a.given * 4 THEN '1' ELSE '2' END AS result
FROM trainee t JOIN klass k USING (c) JOIN person p ON p.kind = 'adult' AND p.n = t.who LEFT JOIN attended a USING (trainee_no) ORDER BY t.trainee_no;
CREATE TABLE out_rolls AS SELECT key, class_no, org_code, region, ymd(on_day) AS day, lo, captured, arrived, late, edited, reason, photo, 'S' || org_code[-6:] AS "by"
FROM roll ORDER BY class_no, day, lo, captured;
CREATE TABLE out_marks AS SELECT class_no, ymd(on_day) AS day, lo, trainee_no, CASE WHEN present THEN 'present' ELSE 'absent' END AS state FROM mark
ORDER BY day, class_no, lo, trainee_no;
-- What was planted: pattern, kind, case, and the subject as a finding names it.
CREATE TABLE out_truth (pattern INTEGER, kind VARCHAR, name VARCHAR, subject VARCHAR);
INSERT INTO out_truth SELECT s.pattern, s.kind, s.name, CASE
    WHEN s.name IN ('both', 'far', 'near', 'away') THEN (SELECT string_agg(trainee_no, '|' ORDER BY trainee_no) FROM trainee t WHERE t.scn = s.name AND t.m = s.m AND t.i = 0)
    WHEN s.pattern = 9 THEN (SELECT min(trainee_no) FROM trainee t WHERE t.scn = s.name AND t.m = s.m AND t.i = 0)
    WHEN s.name IN ('photo', 'again') THEN sha256((SELECT min(class_no) FROM klass k WHERE k.scn = s.name AND k.m = s.m) || ' picture')
    WHEN s.name IN ('rented', 'two_jobs') THEN (SELECT 'JZ' || lpad((1000000 + min(c) * 2)::VARCHAR, 9, '0') FROM klass k WHERE k.scn = s.name AND k.m = s.m)
    ELSE (SELECT class_no FROM klass k WHERE k.scn = s.name AND k.m = s.m AND k.part = 0) END
FROM scenario_case s WHERE s.pattern <> 25 AND s.kind <> 'refused';
INSERT INTO out_truth SELECT 27, 'refused', scn, class_no FROM klass WHERE scn = 'room_clash' AND part = 1;
-- all roll calls of a class within seconds are late as well; a class that is cut short or crammed is one finding of its pattern
INSERT INTO out_truth SELECT 19, 'planted', scn, class_no FROM klass WHERE scn = 'burst';
