-- Households: the registered ones first, then those outside the register, both in the order of their villages.
CREATE OR REPLACE TABLE hh AS
WITH k AS (
    SELECT :base + k AS h, k < :hh_poor AS poor,
        CASE WHEN k < :hh_poor THEN k * :villages // :hh_poor ELSE (k - :hh_poor) * :villages // :hh_outside END AS vi
    FROM range(:hh_poor + :hh_outside) q(k)
)
SELECT k.h, k.poor, k.vi, t.tmpl, rint(k.h, 'head age', t.lo, t.hi)::INTEGER AS head_age, e.ethnic, e.grp, e.lang
FROM k JOIN tmpl_slots s ON s.slot = (h(k.h, 'tmpl') % 1000)::INTEGER JOIN templates t ON t.tmpl = s.tmpl
JOIN place p ON p.vi = k.vi JOIN county_mix e ON e.county = p.county AND e.slot = (h(k.h, 'ethnic') % 1000)::INTEGER;

-- Outsiders who are namesakes of a registered head of their village: same name, sex and year of birth.
CREATE OR REPLACE TABLE namesakes AS
SELECT o.h * 10 + 1 AS pid, p.h AS as_h, CASE WHEN hit(p.h, 'head sex', 7800) THEN 1 ELSE 2 END AS sex, p.grp,
    (make_date(year(born(p.h * 10 + 1, p.head_age)), 1, 1) + rint(o.h * 10 + 1, 'namesake day', 0, 364)::INTEGER)::DATE AS birth
FROM hh o JOIN hh p ON p.h = :base + (o.h - :base - :hh_poor) * :hh_poor // :hh_outside
WHERE NOT o.poor AND hit(o.h * 10 + 1, 'namesake', :world_same_name * 3);

-- Everybody, with what decides where a person turns up: role, sex, birth, registration, school, labour, comings and goings.
-- A twin copies the age draws of the child before. Ages are those of the end of 2019.
CREATE OR REPLACE TABLE folk AS
WITH member AS (
    SELECT hh.h * 10 + m.m AS pid, hh.h, m.m, m.role, m.size, hh.poor, hh.vi, hh.ethnic, hh.grp, hh.lang,
        CASE m.role
            WHEN 'h' THEN CASE WHEN hit(hh.h, 'head sex', 7800) THEN 1 ELSE 2 END
            WHEN 's' THEN CASE WHEN hit(hh.h, 'head sex', 7800) THEN 2 ELSE 1 END
            WHEN 'p' THEN CASE WHEN hit(hh.h, 'parent sex', 4000) THEN 1 ELSE 2 END
            WHEN 'q' THEN CASE WHEN hit(hh.h, 'parent sex', 4000) THEN 2 ELSE 1 END
            WHEN 'd' THEN CASE WHEN hit(hh.h * 10 + m.m - 1, 'sex', 5200) THEN 2 ELSE 1 END
            ELSE CASE WHEN hit(hh.h * 10 + m.m, 'sex', 5200) THEN 1 ELSE 2 END END AS sex,
        hh.h * 10 + CASE m.role WHEN 't' THEN m.m - 1 ELSE m.m END AS ak, hh.head_age, m.lo, m.hi
    FROM hh JOIN members m ON m.tmpl = hh.tmpl
), b AS (
    SELECT pid, h, m, role, size, poor, vi, ethnic, lang, sex, grp,
        born(ak, greatest(0, head_age + CASE WHEN role = 'h' THEN 0 ELSE rint(ak, 'gap', lo, hi) END)::INTEGER) AS birth,
        poor AND NOT (role IN ('c', 'b') AND hit(pid, 'away', :world_moved_away * 3)) AS registered
    FROM member
), n AS (
    SELECT b.* REPLACE (coalesce(n.sex, b.sex) AS sex, coalesce(n.birth, b.birth) AS birth, coalesce(n.grp, b.grp) AS grp), n.as_h,
        2019 - year(coalesce(n.birth, b.birth)) AS age, (h(b.pid, 'school') % 10000)::INTEGER AS draw
    FROM b LEFT JOIN namesakes n ON n.pid = b.pid
)
SELECT * EXCLUDE (draw),
    CASE WHEN age < 3 THEN '00' WHEN age < 6 THEN CASE WHEN draw < 7000 THEN '10' ELSE '00' END WHEN age < 12 THEN '20'
        WHEN age = 12 THEN '31' WHEN age = 13 THEN '32' WHEN age = 14 THEN '33'
        WHEN age <= 17 THEN CASE WHEN draw < 7000 THEN '40' ELSE '00' END
        WHEN age <= 22 THEN CASE WHEN draw < 3500 THEN '60' WHEN draw < 6800 THEN '70' ELSE '00' END ELSE '00' END AS in_school,
    CASE WHEN age < 6 THEN NULL WHEN age < 12 THEN '1' WHEN age < 15 THEN '2' WHEN age <= 17 THEN '3'
        WHEN age <= 22 THEN CASE WHEN draw < 6800 THEN '4' WHEN draw < 8800 THEN '3' ELSE '4' END
        WHEN birth < DATE '1965-01-01' THEN CASE WHEN draw < 3200 THEN '1' WHEN draw < 7600 THEN '2' WHEN draw < 9500 THEN '3' ELSE '4' END
        WHEN birth < DATE '1990-01-01' THEN CASE WHEN draw < 500 THEN '1' WHEN draw < 3200 THEN '2' WHEN draw < 8300 THEN '3' WHEN draw < 9400 THEN '4' ELSE '5' END
        ELSE CASE WHEN draw < 600 THEN '2' WHEN draw < 6200 THEN '3' WHEN draw < 8000 THEN '4' WHEN draw < 9200 THEN '5' ELSE '6' END END AS edu,
    CASE WHEN age < 16 THEN '5' WHEN age >= 60 THEN CASE WHEN draw % 100 < 20 THEN '3' WHEN draw % 100 < 40 THEN '4' ELSE '5' END
        WHEN hit(pid, 'labour', 7900) THEN '1' WHEN hit(pid, 'labour 2', 3300) THEN '2' WHEN hit(pid, 'labour 3', 5200) THEN '3' ELSE '4' END AS labour,
    CASE WHEN poor AND hit(pid, 'entered', :world_entered) THEN DATE '2019-01-05' + rint(pid, 'entered on', 0, 720)::INTEGER
        ELSE DATE '2013-12-01' + rint(h, 'identified', 0, 1100)::INTEGER END AS identified_on,
    CASE WHEN NOT poor OR m = 1 THEN NULL WHEN hit(pid, 'died', :world_died * CASE WHEN age >= 60 THEN 3 ELSE 1 END) THEN '1'
        WHEN hit(pid, 'left', :world_left) AND age BETWEEN 18 AND 40 THEN CASE sex WHEN 2 THEN '2' ELSE '3' END END AS change_type,
    DATE '2019-02-01' + rint(pid, 'change', 0, 660)::INTEGER AS change_date
FROM n;
CREATE OR REPLACE VIEW workers AS
SELECT f.*, p.county FROM folk f JOIN place p ON p.vi = f.vi
WHERE f.age BETWEEN 17 AND 57 AND f.labour IN ('1', '2', '3') AND f.in_school = '00' AND (f.change_type IS NULL OR f.change_type <> '1');
CREATE OR REPLACE VIEW leavers AS
SELECT f.*, p.county FROM folk f JOIN place p ON p.vi = f.vi
WHERE f.age BETWEEN 15 AND 20 AND f.in_school = '00' AND f.edu IN ('3', '4') AND f.change_type IS NULL;
DROP TABLE namesakes;
DROP TABLE hh;
