-- Claims and payments with cases: who they are about. Every case has people, an institution and a county of its own.
CREATE TABLE mcase AS SELECT *, row_number() OVER (ORDER BY no, m) - 1 AS x FROM money_case_of, range(:cases) t(m);
CREATE TABLE member AS
SELECT c.name, c.m, c.x, j, row_number() OVER (ORDER BY c.x, j) - 1 AS n, county.code AS county, '99' || county.code || 'M' || lpad(c.x::VARCHAR, 9, '0') AS org_code,
    '99' || county.code || 'N' || lpad((c.x * 100 + j)::VARCHAR, 9, '0') AS other_org, 'o' || c.x AS official
FROM mcase c JOIN range(60) p(j) ON j < c.people JOIN county ON county.n = c.x % (SELECT count(*) FROM county);
-- j counted back: what the people of a case share is that of the first of them
CREATE TABLE payee AS
WITH alike AS (
    SELECT *, CASE WHEN name IN ('near_id', 'twins', 'one_birthday') THEN n - j ELSE n END AS b, CASE WHEN name IN ('near_id', 'namesake') THEN n - j ELSE n END AS w,
        CASE WHEN name IN ('one_phone', 'siblings', 'village_phone', 'staff_phone', 'line_mate') AND j < 6 AND NOT (name = 'line_mate' AND j = 2) THEN n - j ELSE n END AS f,
        CASE WHEN name IN ('one_account', 'staff_account', 'family_account') THEN n - j ELSE n END AS a,
        CASE WHEN name IN ('village_phone', 'siblings', 'family_account', 'cousin', 'neighbour', 'one_village', 'asked_for') OR (name = 'mixed' AND j < 12) THEN n - j ELSE n END AS v,
        :adults + :pupils + n AS k
    FROM member
), born AS (
    SELECT *, (DATE '1975-01-01' + pick(b, 'payee born', 9000)::INTEGER)::DATE AS birth, (1 + pick(b, 'payee sex', 2))::INTEGER AS sex FROM alike
), numbered AS (
    SELECT *, 99000000000000000 + (9700 + ((CASE WHEN name = 'near_id' THEN k - j ELSE k END) // 500) % 300) * 100000000000 + ymd(birth)::BIGINT * 1000
        + (((CASE WHEN name = 'near_id' THEN k - j ELSE k END) % 500) * 2 + CASE sex WHEN 1 THEN 1 ELSE 0 END + CASE WHEN name = 'near_id' AND j = 1 THEN 500 ELSE 0 END) % 1000 AS id17
    FROM born
)
SELECT * EXCLUDE (sex, birth, id17), 'MV' || lpad(n::VARCHAR, 9, '0') AS number, sex::VARCHAR AS sex, ymd(birth) AS birth,
    CASE name WHEN 'exact' THEN substr(id17::VARCHAR, 1, 6) || substr(id17::VARCHAR, 9, 6) || substr(id17::VARCHAR, 15, 3)
        ELSE id17::BIGINT || id_check(id17::BIGINT) END AS id_no,
    list_extract(string_split(:surnames, ''), 1 + pick(w, 'payee surname', length(:surnames))::INTEGER)
    || list_extract(string_split(:given, ''), 1 + pick(w, 'payee given 1', length(:given))::INTEGER)
    || list_extract(string_split(:given, ''), 1 + pick(w, 'payee given 2', length(:given))::INTEGER) || CASE WHEN name = 'twins' AND j = 1 THEN '双' ELSE '' END AS person_name,
    county || '100' || (200 + v % 60) AS region, '159' || lpad(f::VARCHAR, 8, '0') AS phone, '622800' || lpad(a::VARCHAR, 13, '0') AS account
FROM numbered;
-- Classes of the cases: no session is kept of them, only who was in them.
CREATE TABLE mclass AS
WITH told AS (
    SELECT *, CASE WHEN name IN ('same_trade', 'two_trades', 'again', 'mixed') THEN 2 WHEN name IN ('capped', 'at_cap') THEN 4 ELSE 1 END AS many FROM mcase
    WHERE pattern IN (2, 3, 4, 8, 9, 10, 12, 13, 29, 35) AND name <> 'appraised' OR name IN ('strangers', 'one_denies', 'short', 'untrained')
), dated AS (
    SELECT t.*, q, CASE WHEN name = 'at_cap' AND q = 3 THEN DATE '2019-10-08' WHEN name IN ('again', 'mixed') AND q = 0 THEN DATE '2019-04-15'
        ELSE (DATE '2020-01-06' + (q * 30 + CASE WHEN name IN ('at_school', 'after_school') THEN 60 ELSE 0 END)::INTEGER)::DATE END AS starts
    FROM told t JOIN range(4) g(q) ON q < many
)
SELECT d.*, f.county, f.org_code, f.official, (starts + 9)::DATE AS ends,
    (SELECT code FROM trade WHERE trade.n = CASE WHEN d.name = 'same_trade' THEN d.x ELSE d.x + q END % :trades) AS occupation,
    'S' || f.county || ymd(starts) || '9' || lpad((d.x * 4 + q)::VARCHAR, 6, '0') AS class_no
FROM dated d JOIN member f ON f.x = d.x AND f.j = 0;
CREATE TABLE mseat AS
SELECT k.class_no, k.org_code, k.county, k.name, k.m, k.x, k.q, k.starts, k.ends, k.occupation, p.j, p.n, p.number, k.class_no || lpad((p.j + 1)::VARCHAR, 2, '0') AS trainee_no
FROM mclass k JOIN payee p ON p.x = k.x WHERE NOT (k.name = 'mixed' AND (k.q = 0 AND p.j >= 12 OR k.q = 1 AND p.j < 8));
CREATE TABLE out_payees AS SELECT number, person_name AS name, sex, birth, region, id_no, phone, account FROM payee ORDER BY number;
CREATE TABLE out_mclasses AS SELECT class_no, org_code, county AS region, occupation, ymd(starts) AS starts, ymd(ends) AS ends FROM mclass ORDER BY class_no;
CREATE TABLE out_mtrainees AS SELECT trainee_no, class_no, number AS person, CASE WHEN name IN ('jobbed', 'quit') THEN '05' WHEN name IN ('late_poor', 'late_register') THEN '06' ELSE '99' END AS grp
FROM mseat ORDER BY trainee_no;
CREATE TABLE out_morgs AS
SELECT DISTINCT org_code, county AS region, 'M' || x AS tail FROM member
UNION SELECT other_org, county, 'N' || x || '-' || j FROM member WHERE name IN ('two_firms', 'two_houses', 'village_phone') ORDER BY ALL;
-- Households: kin, who is poor since when, who is able and waits for training.
CREATE TABLE out_mhouses AS
SELECT 'MH' || lpad(CASE WHEN name IN ('siblings', 'family_account', 'cousin', 'neighbour') AND j < CASE WHEN name IN ('cousin', 'neighbour') THEN 2 ELSE 60 END
        THEN n - j ELSE n END::VARCHAR, 9, '0') AS hh_no, number, region, CASE name WHEN 'late_poor' THEN 20200301 ELSE 20150601 END AS identified_on
FROM payee WHERE name IN ('siblings', 'family_account', 'cousin', 'neighbour', 'late_poor', 'late_register', 'unserved', 'served') ORDER BY ALL;
CREATE TABLE out_mwaits AS SELECT number, name = 'served' AS served FROM payee WHERE name IN ('unserved', 'served') ORDER BY ALL;
CREATE TABLE out_mtwice AS SELECT min(number) AS one, max(number) AS two, CASE name WHEN 'married' THEN 'same' ELSE 'open' END AS state
FROM payee WHERE name IN ('two_names', 'married') GROUP BY x, name ORDER BY ALL;
CREATE TABLE out_masked AS SELECT class_no FROM mclass WHERE name = 'asked_for' ORDER BY 1;
-- What a class's people were hired as, and what other departments tell.
CREATE TABLE out_mhired AS SELECT trainee_no, '企业' || x AS employer, ymd((ends + 10)::DATE) AS starts FROM mseat WHERE name IN ('no_job', 'brief_job', 'real_job', 'crowd_job') ORDER BY ALL;
-- Ordinary trainees with their attendance, met by something outside from the third day of their class on, or before it.
CREATE TABLE met AS
WITH once AS (SELECT who FROM trainee GROUP BY who HAVING count(*) = 1), free AS (
    SELECT t.trainee_no, t.who, k.starts, k.days, row_number() OVER (ORDER BY t.i, h(t.c, 'outside'), t.c) - 1 AS r
    FROM trainee t JOIN klass k USING (c) JOIN once USING (who) WHERE k.kept AND k.scn = '' AND t.i BETWEEN 7 AND 18
), cases AS (SELECT *, row_number() OVER (ORDER BY no, m) - 1 AS r FROM outside_case_of, range(:cases) t(m))
SELECT c.name, c.pattern, c.kind, c.told, c.m, f.trainee_no, f.who, f.starts, person.number FROM cases c JOIN free f USING (r) JOIN person ON person.kind = 'adult' AND person.n = f.who;
CREATE TABLE out_outside AS
SELECT 'death' AS kind, number, ymd((starts + 2)::DATE) AS starts, 99991231 AS ends, '' AS org_code FROM met WHERE name = 'dead_present'
UNION ALL SELECT told, number, CASE name WHEN 'recovered' THEN ymd((starts - 40)::DATE) ELSE ymd((starts + 2)::DATE) END,
    CASE name WHEN 'recovered' THEN ymd((starts - 1)::DATE) ELSE ymd((starts + 200)::DATE) END, '' FROM met WHERE name <> 'dead_present'
UNION ALL SELECT 'death', number, CASE name WHEN 'dead_claim' THEN ymd((starts - 30)::DATE) ELSE ymd((ends + 3)::DATE) END, 99991231, '' FROM mseat WHERE name IN ('dead_claim', 'died_after')
UNION ALL SELECT 'pension', number, CASE name WHEN 'pensioner' THEN ymd((starts - 300)::DATE) ELSE ymd((ends + 1)::DATE) END, 99991231, '' FROM mseat WHERE name IN ('pensioner', 'retired_after')
UNION ALL SELECT 'insured', number, ymd((starts - 200)::DATE), CASE name WHEN 'jobbed' THEN ymd((starts + 100)::DATE) ELSE ymd((starts - 20)::DATE) END, org_code FROM mseat WHERE name IN ('jobbed', 'quit')
UNION ALL SELECT 'insured', number, ymd((ends + 15)::DATE), CASE name WHEN 'brief_job' THEN ymd((ends + 27)::DATE) ELSE 99991231 END, '企业' || x FROM mseat WHERE name IN ('brief_job', 'real_job', 'crowd_job')
UNION ALL SELECT 'insured', number, 20200101, CASE name WHEN 'no_wage' THEN 20200331 ELSE 99991231 END, org_code FROM payee WHERE name IN ('two_firms', 'no_wage', 'one_firm')
UNION ALL SELECT 'insured', number, 20200101, 99991231, other_org FROM payee WHERE name = 'two_firms'
UNION ALL SELECT 'staff', number, 20180101, 99991231, org_code FROM payee WHERE name IN ('staff_phone', 'staff_account') AND j = 1
UNION ALL SELECT 'opened', number, 20200318, 20200318, 'YH' || x FROM payee WHERE name IN ('bulk_opened', 'few_opened')
UNION ALL SELECT 'official', number, 20180101, 99991231, official FROM payee WHERE name IN ('cousin', 'line_mate', 'neighbour') AND j = 0
UNION ALL SELECT 'owner', number, 20180101, 99991231, org_code FROM payee WHERE name IN ('cousin', 'line_mate', 'neighbour') AND j = 1 OR name = 'two_houses' AND j = 0
UNION ALL SELECT 'owner', number, 20180101, 99991231, other_org FROM payee WHERE name = 'two_houses' AND j = 0
ORDER BY ALL;
