-- Classes: as many in a county as its trainees need, twenty to fifty people each.
CREATE OR REPLACE TABLE county_classes AS
SELECT county AS place, NULL AS away, row_number() OVER (ORDER BY county) AS ci, greatest(6, count(*) * 0.24 // 32)::BIGINT AS n FROM workers GROUP BY county
UNION ALL
-- in a nation, classes of the people of this province in another one
SELECT '>' || province, province, 100000 + row_number() OVER (ORDER BY province), greatest(1, (SELECT count(*) FROM workers WHERE registered) * :train_registered * :elsewhere // 100000000 * slots // 32000)
FROM (SELECT province, count(*) AS slots FROM (SELECT unnest(slots) AS province FROM away_slots) WHERE province IS NOT NULL GROUP BY province);

CREATE OR REPLACE TABLE classes AS
WITH c AS (
    SELECT place, away, ci, n, q.k AS c, (:base // 1000 + ci * 20000 + q.k) AS ck FROM county_classes, range(1, 20000) q(k) WHERE q.k <= n
), d AS (
    SELECT c.*, (h(ck, 'trade') % (SELECT count(*) FROM trades)::UBIGINT)::INTEGER AS tk, DATE '2018-06-01' + rint(ck, 'start', 0, 930)::INTEGER AS s0,
        rint(ck, 'days', 6, 20) AS days, :schools + (h(ck, 'institution') % :institutions)::BIGINT AS ok FROM c
)
SELECT d.place, d.away, coalesce(o.county, d.place) AS county, d.c, d.n,
    CASE WHEN d.away IS NULL THEN 'B' || d.place ELSE 'W' || o.county || :province END || lpad(d.c::VARCHAR, 5, '0') AS class_no, t.code AS occupation_code, t.name AS occupation,
    t.level, t.type, t.certified, CASE WHEN s0 BETWEEN DATE '2020-02-01' AND DATE '2020-03-25' THEN '5' WHEN hit(ck, 'mode', 7000) THEN '1' ELSE '2' END AS mode,
    s0 AS starts, s0 + days::INTEGER - 1 AS ends, days, days * CASE WHEN days > 15 THEN 6 ELSE 8 END AS hours,
    coalesce(o.org_code, sc.org_code) AS org_code, coalesce(o.org_name, sc.name) AS org_name,
    lead(d.c) OVER (PARTITION BY d.place, t.code, t.level ORDER BY s0, d.c) AS same_next
FROM d JOIN trades t ON t.k = d.tk JOIN schools sc ON sc.k = d.ok
LEFT JOIN elsewhere_orgs o ON o.province = d.away AND o.org_no = (h(ck, 'institution') % o.orgs::UBIGINT)::BIGINT;

-- Trainee rows: first class, a later second one, and the planted ones (why = pattern number). `sure`: a class a plant
-- rests on, so it is passed, certified and paid. Who is planted over the yearly cap has no other class.
CREATE OR REPLACE TABLE training AS
WITH w AS (
    SELECT p.pid, p.sex = 1 OR p.age <= 53 AS payable, hit(p.pid, 'cap of year', :plant_over_cap) AND (p.sex = 1 OR p.age <= 53) AND ca.ci IS NULL AS capped,
        CASE WHEN ca.ci IS NOT NULL THEN ca.ci WHEN hit(p.pid, 'other county', :train_other_county)
            THEN (h(p.pid, 'which county') % (SELECT count(*) FROM county_classes WHERE away IS NULL)::UBIGINT)::BIGINT + 1 ELSE cc0.ci END AS ci
    FROM workers p JOIN county_classes cc0 ON cc0.place = p.county LEFT JOIN county_classes ca ON ca.away = goes_to(p.pid, p.registered)
    WHERE hit(p.pid, 'trained', CASE WHEN registered THEN :train_registered ELSE :train_outside END)
        AND NOT EXISTS (SELECT 1 FROM study s WHERE s.pid = p.pid)
), a AS (
    SELECT w.*, cc.place AS place_of, 1 + (h(w.pid, 'class') % cc.n::UBIGINT)::BIGINT AS c1, 1 + (h(w.pid, 'class 2') % cc.n::UBIGINT)::BIGINT AS c2
    FROM w JOIN county_classes cc ON cc.ci = w.ci
), y AS (
    SELECT county, c, row_number() OVER (PARTITION BY county ORDER BY starts, c) - 1 AS rk, count(*) OVER (PARTITION BY county) AS ny
    FROM (SELECT * FROM classes WHERE away IS NULL AND year(starts) = 2019 AND year(ends) = 2019 AND certified = 1 QUALIFY row_number() OVER (PARTITION BY county, occupation_code, level ORDER BY starts, c) = 1)
), rows AS (
    SELECT pid, 1 AS j, place_of, c1 AS c, NULL::INTEGER AS why FROM a WHERE NOT capped
    UNION ALL
    SELECT a.pid, 2, place_of, c2, NULL FROM a JOIN classes x ON x.place = a.place_of AND x.c = c1 JOIN classes z ON z.place = a.place_of AND z.c = c2
    WHERE NOT capped AND hit(a.pid, 'second', :train_second) AND z.starts > x.ends AND (x.occupation_code, x.level) <> (z.occupation_code, z.level)
    UNION ALL
    SELECT a.pid, 3, place_of, x.same_next, 2 FROM a JOIN classes x ON x.place = a.place_of AND x.c = c1 JOIN classes z ON z.place = a.place_of AND z.c = x.same_next
    WHERE NOT capped AND payable AND x.certified = 1 AND z.starts > x.ends AND hit(a.pid, 'same again', :plant_same_level_again * 2)
    UNION ALL
    SELECT a.pid, 4 + g.g, place_of, y.c, 3 FROM a JOIN range(0, 12) g(g) ON g.g <= (SELECT max(training_subsidy__max_per_year) FROM rates) JOIN y ON y.county = a.place_of AND y.rk = (h(a.pid, 'cap')::HUGEINT + g.g) % y.ny
    WHERE capped AND y.ny > (SELECT max(training_subsidy__max_per_year) FROM rates)
    UNION ALL
    -- a class in term time, of the months a term is paid for
    SELECT s.pid, 8, x.place, x.c, 4 FROM study s JOIN folk p ON p.pid = s.pid JOIN classes x ON x.place = s.county AND x.certified = 1
        AND x.starts > s.since + 30 AND x.ends < make_date(s.y + s.years, 6, 1) AND month(x.starts) IN (3, 4, 5, 6, 9, 10, 11) AND month(x.ends) <> 12
    WHERE s.again = 0 AND s.reg_kind = '1' AND s.odd_status IS NULL AND NOT s.pending AND hit(s.pid, 'both', :plant_both_benefits)
        AND (NOT p.registered OR p.identified_on <= s.since) AND NOT hit(s.pid, 'two schools', :plant_two_schools)
    QUALIFY row_number() OVER (PARTITION BY s.pid ORDER BY h(s.pid * 4096 + x.c, 'class beside school'), x.c) = 1
    UNION ALL
    SELECT p.pid, 9, cc.place, x.c, 8 FROM folk p JOIN place pl ON pl.vi = p.vi JOIN county_classes cc ON cc.place = pl.county
    JOIN classes x ON x.place = cc.place AND x.c = 1 + (h(p.pid, 'class') % cc.n::UBIGINT)::BIGINT AND x.starts > p.change_date + 10
    WHERE p.registered AND p.change_type = '1' AND p.identified_on < p.change_date AND hit(p.pid, 'dead trained', :plant_dead_served)
), kept AS (
    SELECT r.*, p.registered, p.identified_on, x.* EXCLUDE (place, n, same_next), r.why IS NOT NULL OR (r.j = 1 AND bool_or(r.why = 2) OVER (PARTITION BY r.pid)) IS true AS sure
    FROM (SELECT pid, j, place_of, c AS cc, why FROM rows) r JOIN classes x ON x.place = r.place_of AND x.c = r.cc JOIN folk p ON p.pid = r.pid
    WHERE r.why IS NOT NULL OR ((p.change_type IS NULL OR p.change_date > x.ends) AND NOT (p.registered AND p.identified_on > x.starts))
    -- twice the same trade needs its first class, and a person who lives
    QUALIFY why IS DISTINCT FROM 2 OR min(r.j) OVER (PARTITION BY r.pid) = 1
)
SELECT pid * 16 + j AS i, * EXCLUDE (place_of, cc),
    'P' || :province || lpad((pid * 16 + j - :base * 160)::VARCHAR, 13, '0') AS trainee_no,
    CASE WHEN NOT sure AND hit(pid * 16 + j, 'failed', :train_failed) THEN '2' WHEN NOT sure AND hit(pid * 16 + j, 'dropped', :train_dropped) THEN '3' ELSE '1' END AS result,
    registered AND NOT sure AND j = 1 AND hit(pid, 'poor later', :plant_poor_later) AS poor_later,
    registered AND why IS NULL AND hit(pid * 16 + j, 'fee taken', :plant_fee_taken) AS fee_taken,
    CASE WHEN hit(pid * 16 + j, 'all days', 6500) OR why IS NOT NULL THEN days ELSE days - rint(pid * 16 + j, 'missed', 1, 1 + days // 6) END AS attended
FROM kept;

-- Pattern 12: registered as poor only after the class had begun.
CREATE OR REPLACE TABLE identified_late AS
SELECT pid, (starts + 40)::DATE AS identified_on FROM training WHERE poor_later;
