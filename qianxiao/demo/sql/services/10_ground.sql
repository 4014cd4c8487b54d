-- Draws as in the registers; counties, institutions, people. People come with the registers or are of this world alone.
CREATE OR REPLACE MACRO h(i, s) AS hash(i::UBIGINT + (hash(s || :seed) >> 4));
CREATE OR REPLACE MACRO pick(i, s, n) AS (h(i, s) % n::UBIGINT)::BIGINT;
CREATE OR REPLACE MACRO ymd(d) AS (year(d) * 10000 + month(d) * 100 + day(d))::INTEGER;
CREATE OR REPLACE MACRO dg(n, k) AS ((n // 10 ** (17 - k)::BIGINT)::BIGINT % 10);
CREATE OR REPLACE MACRO id_check(n) AS substr('10X98765432', 1 + ((
    dg(n, 1) * 7 + dg(n, 2) * 9 + dg(n, 3) * 10 + dg(n, 4) * 5 + dg(n, 5) * 8 + dg(n, 6) * 4 + dg(n, 7) * 2 + dg(n, 8)
    + dg(n, 9) * 6 + dg(n, 10) * 3 + dg(n, 11) * 7 + dg(n, 12) * 9 + dg(n, 13) * 10 + dg(n, 14) * 5 + dg(n, 15) * 8
    + dg(n, 16) * 4 + dg(n, 17) * 2) % 11)::INTEGER, 1);
CREATE OR REPLACE MACRO moment(day, minute, second) AS day::TIMESTAMP + to_minutes(minute::BIGINT) + to_seconds(second::BIGINT);
CREATE TABLE county AS SELECT code, name, row_number() OVER (ORDER BY code) - 1 AS n FROM regions
WHERE level = '3' AND valid_to = '99991231' AND starts_with(code, :region);
CREATE TABLE org AS SELECT o, '99' || c.code || 'S' || lpad(o::VARCHAR, 9, '0') AS org_code,
    c.name || '第' || (o // (SELECT count(*) FROM county) + 1) || '实训学校' AS name, c.code AS region
FROM range(:orgs) t(o) JOIN county c ON c.n = o % (SELECT count(*) FROM county);
-- one room and a pair of teachers for ordinary classes of a block; classes with a case have their own
CREATE TABLE scenario_case AS SELECT s.*, m FROM scenario s, range(:cases) t(m);
CREATE TABLE klass AS
WITH both_kinds AS (
    SELECT c, c % :orgs AS o, (c // :orgs) // 2 AS block, (c // :orgs) % 2 AS place, '' AS scn, 0 AS m, 0 AS part
    FROM range(:classes) t(c)
    UNION ALL
    SELECT :classes + row_number() OVER (ORDER BY no, m, part) - 1, (pick(no * 1000 + m, 'org', :orgs)
        + CASE WHEN name IN ('near', 'room_clash') THEN 0 ELSE part END) % :orgs, pick(no * 1000 + m, 'block', :blocks), 2, name, m, part
    FROM scenario_case, range(parts) p(part)
)
SELECT k.*, org.org_code, org.name AS org_name, org.region, k.block < :kept AS kept,
    (DATE '2000-01-01' + (:until_day - :block_days * (k.block + 1) + 1)::INTEGER)::DATE AS starts,
    CASE WHEN scn = 'cut' THEN 4 WHEN scn = 'burst' THEN 6 ELSE :days END AS days,
    CASE WHEN scn = 'small' THEN 14 WHEN scn = 'crowded' THEN 30 ELSE 24 + pick(c, 'size', 9) END AS people,
    CASE WHEN scn = 'unfiled' THEN :unfiled WHEN scn = 'lapsed' THEN :lapsed WHEN scn = 'renewed' THEN :renewed ELSE trade.code END AS occupation,
    'S' || org.region || ymd((DATE '2000-01-01' + (:until_day - :block_days * (k.block + 1) + 1)::INTEGER)::DATE) || lpad(c::VARCHAR, 6, '0') AS class_no
FROM both_kinds k JOIN org USING (o) JOIN trade ON trade.n = pick(k.c, 'trade', :trades);
-- hours of a day by case; the others teach four in the morning and four in the afternoon
CREATE TABLE hours_of AS SELECT * FROM (VALUES
    ('', 0, 510, 4), ('', 0, 840, 4), ('far', 0, 510, 4), ('far', 1, 705, 4), ('near', 0, 510, 4), ('near', 1, 840, 4),
    ('two_jobs', 0, 510, 4), ('two_jobs', 1, 840, 4), ('crammed', 0, 510, 4), ('crammed', 0, 840, 4), ('crammed', 0, 1080, 4)
) t(scn, part, lo, hours);
CREATE TABLE session AS
SELECT k.c, k.class_no, k.org_code, k.region, k.scn, k.m, k.part, k.people, (k.starts + d.d::INTEGER)::DATE AS on_day, d.d,
    row_number() OVER (PARTITION BY k.c ORDER BY d.d, t.lo) - 1 AS n, t.lo, (t.lo + t.hours * 45)::INTEGER AS hi, t.hours,
    k.place, t.lo < 780 AS morning
FROM klass k JOIN range(:days) d(d) ON d.d < k.days
JOIN hours_of t ON t.scn = CASE WHEN k.scn IN ('far', 'near', 'two_jobs', 'crammed') THEN k.scn ELSE '' END
    AND t.part = CASE WHEN k.scn IN ('far', 'near', 'two_jobs') THEN k.part ELSE 0 END
WHERE k.kept;
-- Trainees are numbered with the cases first: who trains twice did so long before.
CREATE TABLE seat AS SELECT k.c, i, row_number() OVER (ORDER BY k.scn = '', k.c, i) - 1 AS s FROM klass k JOIN range(40) t(i) ON t.i < k.people;
