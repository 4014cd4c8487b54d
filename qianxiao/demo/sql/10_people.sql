-- Households: the registered ones first, then those outside the register, both in the order of their villages.
CREATE OR REPLACE TABLE hh AS
SELECT :base + k AS h, k < :hh_poor AS poor, t.tmpl,
    CASE WHEN k < :hh_poor THEN k * :villages // :hh_poor ELSE (k - :hh_poor) * :villages // :hh_outside END AS vi,
    rint(:base + k, 'head age', t.lo, t.hi) AS head_age
FROM range(:hh_poor + :hh_outside) q(k)
JOIN tmpl_slots s ON s.slot = (h(:base + k, 'tmpl') % 1000)::INTEGER
JOIN templates t ON t.tmpl = s.tmpl;

-- Members: role, sex, birth. A twin copies the age draws of the child before.
CREATE OR REPLACE TABLE people0 AS
WITH member AS (
    SELECT hh.h * 10 + m.m AS pid, hh.h, m.m, m.role, m.size, hh.poor, hh.vi, hh.head_age,
        CASE WHEN m.role = 't' THEN hh.h * 10 + m.m - 1 ELSE hh.h * 10 + m.m END AS ak, m.lo, m.hi, e.ethnic, e.grp, e.lang
    FROM hh JOIN members m ON m.tmpl = hh.tmpl
    JOIN place p ON p.vi = hh.vi
    JOIN county_mix e ON e.county = p.county AND e.slot = (h(hh.h, 'ethnic') % 1000)::INTEGER
)
SELECT pid, h, m, role, size, poor, vi, ethnic, grp, lang,
    CASE role
        WHEN 'h' THEN CASE WHEN hit(h, 'head sex', 7800) THEN 1 ELSE 2 END
        WHEN 's' THEN CASE WHEN hit(h, 'head sex', 7800) THEN 2 ELSE 1 END
        WHEN 'p' THEN CASE WHEN hit(h, 'parent sex', 4000) THEN 1 ELSE 2 END
        WHEN 'q' THEN CASE WHEN hit(h, 'parent sex', 4000) THEN 2 ELSE 1 END
        WHEN 'd' THEN CASE WHEN hit(pid - 1, 'sex', 5200) THEN 2 ELSE 1 END
        ELSE CASE WHEN hit(pid, 'sex', 5200) THEN 1 ELSE 2 END END AS sex,
    (DATE '2020-01-01' - rint(ak, 'birthday', 1, 365)::INTEGER
        - to_years(greatest(0, head_age + CASE WHEN role = 'h' THEN 0 ELSE rint(ak, 'gap', lo, hi) END)::INTEGER))::DATE AS birth,
    poor AND NOT (role IN ('c', 'b') AND hit(pid, 'away', :world_moved_away * 3)) AS registered
FROM member;

-- Outsiders who are namesakes of a registered person of their village: same name, sex and year of birth.
CREATE OR REPLACE TABLE namesakes AS
SELECT o.pid, p.pid AS as_pid, p.sex, (make_date(year(p.birth), 1, 1) + rint(o.pid, 'namesake day', 0, 364)::INTEGER)::DATE AS birth, p.grp
FROM people0 o JOIN people0 p ON p.pid = (:base + (o.h - :base - :hh_poor) * :hh_poor // :hh_outside) * 10 + 1
WHERE NOT o.poor AND o.m = 1 AND hit(o.pid, 'namesake', :world_same_name * 3);

-- ID number: unassigned prefix 99, birth, serial (odd for men); people of one place and day get neighbouring serials.
CREATE OR REPLACE TABLE people1 AS
WITH b AS (
    SELECT p.* REPLACE (coalesce(n.sex, p.sex) AS sex, coalesce(n.birth, p.birth) AS birth, coalesce(n.grp, p.grp) AS grp),
        coalesce(n.as_pid, p.pid) AS nk,
        990001 + :prefix + CASE WHEN hit(p.pid, 'born away', 1200) AND p.role IN ('s', 'd') THEN (h(p.pid, 'born') % 312)::BIGINT
            ELSE p.vi * 312 // :villages END AS prefix
    FROM people0 p LEFT JOIN namesakes n ON n.pid = p.pid
), s AS (
    SELECT *, row_number() OVER (PARTITION BY prefix, birth, sex ORDER BY pid) - 1 AS rn FROM b
), n AS (
    SELECT *, prefix * 100000000000 + ymd(birth)::BIGINT * 1000
        + 2 * ((rint(prefix * 100000 + datediff('day', DATE '1900-01-01', birth), 'serial', 0, 494) + rn) % 495) + CASE sex WHEN 1 THEN 1 ELSE 2 END AS id17
    FROM s
)
SELECT * EXCLUDE (id17, rn, prefix), id17::VARCHAR || id_check(id17) AS id18, 2019 - year(birth) AS age,
    CASE WHEN year(birth) < 1965 THEN 'o' WHEN year(birth) < 1990 THEN 'm' ELSE 'y' END AS gen
FROM n;
