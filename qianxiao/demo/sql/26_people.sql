-- Who is written somewhere: the registered, and of the others those who study, train, work or draw a pension.
CREATE OR REPLACE TABLE known AS
SELECT f.* FROM folk f WHERE f.registered
UNION ALL
SELECT f.* FROM folk f WHERE NOT f.registered AND f.pid IN (
    SELECT pid FROM study UNION ALL SELECT pid FROM training UNION ALL SELECT pid FROM work UNION ALL SELECT pid FROM insured);
DROP VIEW workers;
DROP VIEW leavers;
DROP TABLE folk;

-- ID number: unassigned prefix 99, birth, serial (odd for men); people of one place and day get neighbouring serials.
CREATE OR REPLACE TABLE numbers AS
WITH b AS (
    SELECT pid, birth, sex, 990001 + :prefix + CASE WHEN hit(pid, 'born away', 1200) AND role IN ('s', 'd') THEN (h(pid, 'born') % 312)::BIGINT
        ELSE vi * 312 // :villages END AS prefix FROM known
), s AS (
    SELECT pid, prefix, birth, sex, row_number() OVER (PARTITION BY (prefix * 100000 + datediff('day', DATE '1900-01-01', birth)) * 2 + sex ORDER BY pid) - 1 AS rn FROM b
)
SELECT pid, prefix * 100000000000 + ymd(birth)::BIGINT * 1000
    + 2 * ((rint(prefix * 100000 + datediff('day', DATE '1900-01-01', birth), 'serial', 0, 494) + rn) % 495) + CASE sex WHEN 1 THEN 1 ELSE 2 END AS id17
FROM s;

-- Everybody known with name, number and what the registers tell. Kin share the draw of the surname or of the father's name.
CREATE OR REPLACE TABLE people AS
WITH k AS (
    SELECT k.*, coalesce(k.as_h * 10 + 1, k.pid) AS nk, coalesce(k.as_h, k.h) AS nh, CASE WHEN k.as_h IS NULL THEN k.role ELSE 'h' END AS nrole,
        CASE WHEN k.birth < DATE '1965-01-01' THEN 0 WHEN k.birth < DATE '1990-01-01' THEN 1 ELSE 2 END AS gen FROM known k
), w AS (
    SELECT k.*, g.* EXCLUDE (grp, sex, gen),
        CASE WHEN nrole IN ('h', 'c', 't', 'b', 'g') OR (nrole IN ('p', 'q') AND k.sex = 1) THEN nh * 10 ELSE nk END AS kin,
        g.kind = 'han' AND k.grp IN ('hui', 'dongxiang') AND hit(nk, 'muslim name', :world_hui_given) AS muslim,
        g.kind = 'han' AND hit(nk, 'rare', :world_rare_given) AS wants_rare
    FROM k LEFT JOIN name_ways g ON g.grp = k.grp AND g.sex = k.sex AND g.gen = k.gen
), p AS (
    SELECT * EXCLUDE (a, b, c, kin),
        a + CASE WHEN kind IN ('han', 'clan') THEN slot(kin, 'surname') WHEN kind = 'father' AND nrole = 'h' AND sex = 1 THEN slot(nh * 10, 'father')
            ELSE slot(nk, 'first') END AS a_at,
        CASE WHEN muslim THEN hui_given WHEN kind = 'two' AND hit(nk, 'one part', 1800) THEN NULL ELSE b END
            + CASE WHEN kind = 'han' AND NOT muslim AND nrole IN ('c', 't', 'b') AND hit(nh, 'generation', 2500) THEN slot(nh, 'generation character')
            WHEN kind = 'father' AND nrole IN ('c', 't') THEN slot(nh * 10, 'father') ELSE slot(nk, 'second') END AS b_at,
        CASE WHEN wants_rare THEN rare_given WHEN muslim OR (kind = 'han' AND hit(nk, 'short', 1200)) THEN NULL WHEN kind = 'two' AND NOT hit(nk, 'three parts', 800) THEN NULL
            ELSE c END + slot(nk, 'third') AS c_at
    FROM w
)
SELECT p.pid, p.h, p.m, p.role, p.size, p.poor, p.registered, p.vi, p.ethnic, p.grp, p.lang, p.sex, p.birth, p.age, p.in_school, p.edu, p.labour,
    coalesce(l.identified_on, p.identified_on) AS identified_on, p.change_type, p.change_date, p.wants_rare AS rare,
    CASE WHEN p.change_type IN ('2', '3') OR (p.change_type = '1' AND NOT hit(p.pid, 'dead trained', :plant_dead_served))
        THEN CASE WHEN hit(p.pid, 'struck off', :world_struck_off) THEN p.change_date + rint(p.pid, 'struck', 60, 240)::INTEGER END END::DATE AS struck_on,
    a.value || CASE WHEN p.kind = 'father' THEN '·' ELSE '' END || coalesce(b.value, '') || coalesce(c.value, '') AS name,
    n.id17::VARCHAR || id_check(n.id17) AS id18,
    p.registered AND hit(p.pid, 'twice', :world_twice_registered) AND p.age BETWEEN 16 AND 59 AS twice,
    CASE WHEN hit(p.h, 'town', 300) THEN '3' ELSE '1' END AS hukou_type,
    CASE WHEN hit(p.h, 'monitored', 250) THEN CASE WHEN hit(p.h, 'monitored 2', 6000) THEN '1' ELSE '2' END END AS monitor_type,
    s.since AS studies_from, s.y AS enrolled
FROM p JOIN numbers n ON n.pid = p.pid
LEFT JOIN slots a ON a.spot = p.a_at LEFT JOIN slots b ON b.spot = p.b_at LEFT JOIN slots c ON c.spot = p.c_at
LEFT JOIN identified_late l ON l.pid = p.pid LEFT JOIN study s ON s.pid = p.pid AND s.again = 0;
DROP TABLE known;
DROP TABLE numbers;
