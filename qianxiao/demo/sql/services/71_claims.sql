-- Lines of claims: those of the cases, and honest ones of ordinary trainees and pupils. grp: the lines of one claim.
CREATE TABLE mline AS
WITH base AS (
    SELECT name, m, x, j, number, county, org_code, other_org, official FROM payee
), told AS (
    -- every class of a case brings its subsidy
    SELECT s.name, s.m, s.x, 'c' || s.q AS grp, s.j, s.number, 'training_subsidy' AS item, 'trainees' AS register, s.trainee_no AS rec_id, '' AS instalment,
        CASE WHEN s.name = 'same_trade' AND s.q = 1 THEN (SELECT min(code) FROM county WHERE code <> s.county) ELSE s.county END AS county,
        s.org_code, (s.ends + 10)::DATE AS made, ymd(s.ends) AS decisive, 150000 AS amount, 150000 AS due, '4' AS payee_kind, 'settled' AS paid, '' AS first_by, '' AS second_by
    FROM mseat s
    UNION ALL
    SELECT name, m, x, 'g', j, number, 'national_grant', 'students', 'MG' || number, CASE name WHEN 'at_school' THEN '2020S' ELSE '2019A' END, county, org_code,
        CASE name WHEN 'at_school' THEN DATE '2020-03-02' ELSE DATE '2019-10-08' END, CASE name WHEN 'at_school' THEN 20200301 ELSE 20190930 END, 100000, 100000, '1', 'settled', '', ''
    FROM base WHERE name IN ('at_school', 'after_school')
    UNION ALL
    SELECT name, m, x, 'p' || q, j, number, 'appraisal_subsidy', 'certificates', 'MP' || number || q, '', county, org_code, (DATE '2019-02-04' + (q * 100)::INTEGER)::DATE,
        ymd((DATE '2019-01-25' + (q * 100)::INTEGER)::DATE), 20000, 20000, '1', 'settled', '', '' FROM base, range(4) g(q) WHERE name = 'appraised'
    UNION ALL
    -- a grant of each person, all in one list of the county, at the school of the case
    SELECT name, m, x, CASE WHEN name IN ('fast', 'night', 'couple', 'steady') THEN 's' || j ELSE 's' END, j, number, 'rain_dew', 'students', 'MS' || number, '2020S', county,
        CASE name WHEN 'village_phone' THEN other_org ELSE org_code END,
        CASE WHEN name IN ('fast', 'night', 'couple', 'steady') THEN (DATE '2020-04-01' + CASE WHEN name = 'fast' THEN 0 ELSE j END::INTEGER)::DATE
            ELSE (DATE '2020-04-01' + (x % 50)::INTEGER)::DATE END,
        20200301, CASE name WHEN 'too_much' THEN 180000 ELSE 150000 END, 150000, '1',
        CASE name WHEN 'changed' THEN 'reserved' WHEN 'flood' THEN 'reserved' WHEN 'elsewhere' THEN 'reoffered' WHEN 'asked_payee' THEN 'reoffered' WHEN 'silent' THEN 'returned' WHEN 'fresh' THEN 'returned'
            WHEN 'too_much' THEN '' WHEN 'one_account' THEN 'reserved' ELSE 'settled' END,
        CASE name WHEN 'fast' THEN 'fa' || x WHEN 'night' THEN 'ni' || x WHEN 'couple' THEN 'ca' || x WHEN 'steady' THEN 'st' || x ELSE '' END,
        CASE WHEN name = 'couple' AND j < 31 THEN 'cb' || x ELSE '' END
    FROM base WHERE name IN ('one_phone', 'siblings', 'village_phone', 'one_account', 'bulk_opened', 'family_account', 'few_opened', 'changed', 'flood', 'too_much', 'exact', 'elsewhere',
        'asked_payee', 'silent', 'fresh', 'fast', 'night', 'couple', 'steady') OR name IN ('staff_phone', 'staff_account') AND j = 0 OR name IN ('cousin', 'line_mate', 'neighbour') AND j = 2
    UNION ALL
    SELECT name, m, x, 'f', j, number, 'free_tuition', 'students', 'MT' || number, '2020S', county, org_code, DATE '2020-04-15', 20200301, 120000, 120000,
        CASE name WHEN 'to_school' THEN '1' ELSE '3' END, 'settled', '', '' FROM base WHERE name IN ('own_hand', 'other_hand', 'to_school')
    UNION ALL
    SELECT name, m, x, 'w' || q, j, number, 'work_for_training', 'work', 'MW' || number || q, '20200' || (4 + CASE name WHEN 'two_firms' THEN 0 ELSE q END), county,
        CASE WHEN name = 'two_firms' AND q = 1 THEN other_org ELSE org_code END, (DATE '2020-05-11' + (q * 30)::INTEGER)::DATE, 20200430, 50000, 50000, '5', 'settled', '', ''
    FROM base, range(2) g(q) WHERE name IN ('two_firms', 'one_firm') OR name = 'no_wage' AND q = 0
    UNION ALL
    -- what an institution is paid for by contract: just below a limit, split on one day, grown, at the end of the year
    SELECT name, m, x, 'b' || j, j, number, 'project_based', 'projects', 'MB' || number, '', county, CASE WHEN name = 'two_houses' AND j = 2 THEN '99' || county || 'N' || lpad((x * 100)::VARCHAR, 9, '0') ELSE org_code END,
        CASE name WHEN 'below' THEN (DATE '2019-10-07' + (j * 7)::INTEGER)::DATE WHEN 'split' THEN DATE '2019-11-04' WHEN 'spread' THEN (DATE '2019-09-02' + (j * 20)::INTEGER)::DATE
            WHEN 'surge' THEN CASE j WHEN 0 THEN DATE '2019-11-12' ELSE (DATE '2020-05-11' + j::INTEGER)::DATE END
            WHEN 'year_end' THEN CASE WHEN j < 8 THEN (DATE '2019-12-23' + (j % 4)::INTEGER)::DATE ELSE (DATE '2019-02-04' + (j * 20)::INTEGER)::DATE END
            WHEN 'even' THEN (DATE '2019-01-14' + (j * 29)::INTEGER)::DATE ELSE DATE '2020-02-10' END,
        CASE name WHEN 'surge' THEN 20200430 ELSE 20190831 END,
        CASE name WHEN 'below' THEN 4900000 WHEN 'split' THEN 1500000 WHEN 'spread' THEN 2000000 + j * 300000 WHEN 'surge' THEN 8000000 ELSE 1000000 END, NULL, '4', 'settled', '', ''
    FROM base WHERE name IN ('below', 'split', 'spread', 'surge', 'year_end', 'even') OR name = 'two_houses' AND j > 0
), honest AS (
    SELECT '' AS name, k.c AS m, k.c AS x, 'h' AS grp, t.i AS j, p.number, 'training_subsidy' AS item, 'trainees' AS register, t.trainee_no AS rec_id, '' AS instalment, k.region AS county, k.org_code,
        (k.starts + (k.days + 10)::INTEGER)::DATE AS made, ymd((k.starts + k.days::INTEGER - 1)::DATE) AS decisive, 150000 AS amount, 150000 AS due, '4' AS payee_kind, 'settled' AS paid, '' AS first_by, '' AS second_by
    FROM (SELECT *, row_number() OVER (ORDER BY h(c, 'honest'), c) - 1 AS r FROM klass WHERE scn = '' AND starts >= DATE '2018-09-01') k
    JOIN trainee t USING (c) JOIN person p ON p.kind = 'adult' AND p.n = t.who LEFT JOIN attended a USING (trainee_no)
    WHERE k.r < :honest AND (a.given IS NULL OR a.got * 5 >= a.given * 4) AND t.who >= (SELECT count(*) FROM seat JOIN klass USING (c) WHERE klass.scn <> '')
        AND (SELECT count(*) FROM trainee o WHERE o.who = t.who) = 1 AND NOT EXISTS (SELECT 1 FROM met WHERE met.who = t.who)
        AND NOT EXISTS (SELECT 1 FROM exam e WHERE e.c = k.c AND e.scn <> '')
    UNION ALL
    SELECT '', 0, r.who, 'q' || r.org_code || r.who % 20, 0, r.number, 'rain_dew', 'students', r.reg_no, '2020S', r.region, r.org_code, (DATE '2020-04-01' + (r.who % 20)::INTEGER)::DATE,
        20200301, 150000, 150000, '1', CASE WHEN r.who % 20 = 0 THEN 'reserved' ELSE 'settled' END, '', ''
    FROM roll_of r WHERE r.kind = 'pupil' AND r.scn = '' AND r.poor AND r.status = '1' AND r.reg_kind = '1'
), whole AS (
    SELECT *, false AS fair FROM told UNION ALL SELECT *, true FROM honest
), numbered AS (
    SELECT *, CASE WHEN fair AND grp <> 'h' THEN grp ELSE name || '|' || x || '|' || grp || '|' || org_code END AS bundle FROM whole
), claimed AS (
    SELECT bundle, min(county) AS county, min(made) AS made, row_number() OVER (ORDER BY hash(bundle || :seed), bundle) AS c FROM numbered GROUP BY bundle
)
SELECT n.*, c.c, 'C' || c.county || '-' || year(c.made) || '-' || lpad(c.c::VARCHAR, 7, '0') AS claim_no, c.county AS pays, c.made AS claim_made,
    row_number() OVER (PARTITION BY c.c ORDER BY n.number, n.rec_id) AS number_in
FROM numbered n JOIN claimed c USING (bundle);
ALTER TABLE mline ADD COLUMN reference VARCHAR;
UPDATE mline SET reference = claim_no || '/' || number_in;
-- Who decided when: five first and five second reviewers of a county; those of cases have their own hours.
CREATE TABLE mclaim AS
WITH told AS (
    SELECT claim_no, c, min(pays) AS county, min(claim_made) AS made, min(item) AS item, min(name) AS name, min(m) AS m, min(x) AS x, min(j) AS j, min(grp) AS grp, bool_and(fair) AS fair,
        max(first_by) AS first_by, max(second_by) AS second_by, min(org_code) AS org_code, min(payee_kind) AS payee_kind, count(*) AS lines, sum(amount) AS total,
        CASE WHEN bool_and(paid = 'settled') THEN 'done' WHEN bool_and(paid = '') THEN 'submitted' ELSE 'paying' END AS state
    FROM mline GROUP BY claim_no, c
), signed AS (
    SELECT * REPLACE (CASE WHEN first_by = '' THEN 'a' || county || pick(c, 'first', 5) ELSE first_by END AS first_by,
        CASE WHEN name IN ('cousin', 'line_mate') THEN 'o' || x WHEN second_by = '' THEN 'b' || county || pick(c, 'second', 5) ELSE second_by END AS second_by) FROM told
)
SELECT *, CASE name WHEN 'fast' THEN moment(made, 600, j * 3) WHEN 'night' THEN moment(made, 1380, j * 7) WHEN 'steady' THEN moment(made, 560, j * 60)
        ELSE moment((made + 1)::DATE, 540 + pick(c, 'hour', 480), pick(c, 'second of first', 60)) END AS first_at,
    moment((made + 2)::DATE, 540 + pick(c, 'hour two', 480), pick(c, 'second of second', 60)) AS second_at
FROM signed;
CREATE TABLE out_mclaims AS SELECT claim_no, county AS region, item, CASE WHEN payee_kind = '1' THEN 'auto' ELSE 'org' END AS kind, CASE WHEN payee_kind = '1' THEN '' ELSE org_code END AS org_code,
    state, ymd(made) AS made, first_by, second_by, first_at, second_at, lines::INTEGER AS lines, total::BIGINT AS total FROM mclaim ORDER BY claim_no;
CREATE TABLE out_mlines AS SELECT l.claim_no, l.number_in::INTEGER AS number, l.reference, l.number AS person, l.item, l.register, l.rec_id, l.instalment, l.pays AS county, l.org_code, l.amount::BIGINT AS amount, coalesce(l.due, l.amount)::BIGINT AS due,
    l.payee_kind, l.paid, l.decisive, ymd((l.made + 12)::DATE) AS settled, c.first_by, c.second_by, l.name = 'to_school' AS to_org,
    CASE WHEN l.name IN ('changed', 'elsewhere') THEN 'other' WHEN l.name = 'asked_payee' THEN 'asked' ELSE '' END AS account,
    CASE l.name WHEN 'silent' THEN 20200310 WHEN 'fresh' THEN 20200630 WHEN 'elsewhere' THEN 20200520 WHEN 'asked_payee' THEN 20200520 ELSE 0 END AS returned
FROM mline l JOIN mclaim c USING (claim_no) ORDER BY l.claim_no, l.number_in;
-- Accounts of institutions and who confirmed them; holds of accounts that were changed by hand.
CREATE TABLE out_maccounts AS SELECT p.org_code, p.county AS region, p.account, CASE p.name WHEN 'own_hand' THEN (SELECT min(second_by) FROM mclaim c WHERE c.x = p.x AND c.name = p.name) ELSE 'z' || p.county END AS confirmed_by
FROM payee p WHERE p.name IN ('own_hand', 'other_hand') ORDER BY ALL;
CREATE TABLE out_mholds AS SELECT reference, pays AS region, 'u' || x AS "by", moment(DATE '2020-05-20', 600 + number_in * 5, 0) AS at, name = 'asked_payee' AS lifted FROM mline WHERE name IN ('flood', 'asked_payee') ORDER BY ALL;
-- What people said who were called back.
CREATE TABLE out_mcalls AS
SELECT l.reference, l.pays AS region, CASE WHEN l.register = 'trainees' THEN left(l.rec_id, -2) ELSE '' END AS about, l.org_code, l.number AS person, l.item, l.amount::BIGINT AS amount,
    CASE WHEN l.name = 'short' THEN 'less' WHEN l.name IN ('strangers', 'untrained') OR l.name = 'one_denies' AND l.j = 0 THEN 'denied' ELSE 'confirmed' END AS answer
FROM mline l WHERE l.name IN ('short', 'strangers', 'untrained', 'one_denies', 'exact') ORDER BY ALL;
CREATE TABLE out_honest AS SELECT reference FROM mline WHERE fair ORDER BY 1;
-- What was planted, under the subjects of the findings.
CREATE TABLE mfirst AS SELECT name, m, x, min(reference) AS reference, max(org_code) AS org_code, min(org_code) AS low_org FROM mline WHERE name <> '' GROUP BY name, m, x;
INSERT INTO out_truth SELECT c.pattern, c.kind, c.name, CASE
    WHEN c.name IN ('same_trade', 'two_trades') THEN (SELECT min(reference) FROM mline l WHERE l.x = c.x AND l.name = c.name AND l.grp = 'c1')
    WHEN c.name IN ('capped', 'at_cap') THEN (SELECT max_by(reference, decisive) FROM mline l WHERE l.x = c.x AND l.name = c.name)
    WHEN c.name = 'appraised' THEN (SELECT max_by(reference, decisive) FROM mline l WHERE l.x = c.x AND l.name = c.name)
    WHEN c.name IN ('at_school', 'after_school') THEN (SELECT string_agg(reference, '|' ORDER BY reference) FROM mline l WHERE l.x = c.x AND l.name = c.name)
    WHEN c.pattern IN (9, 10, 12) OR c.name IN ('no_job', 'brief_job', 'real_job') THEN (SELECT min(trainee_no) FROM mseat s WHERE s.x = c.x)
    WHEN c.name IN ('near_id', 'twins', 'namesake') THEN (SELECT string_agg(trainee_no, '|' ORDER BY trainee_no) FROM mseat s WHERE s.x = c.x)
    WHEN c.name IN ('two_names', 'married') THEN (SELECT min(reference) FROM mline l WHERE l.x = c.x AND l.name = c.name)
    WHEN c.name IN ('one_phone', 'siblings', 'bulk_opened', 'few_opened') THEN f.org_code || '|' || f.reference
    WHEN c.name = 'flood' THEN (SELECT min(county) FROM payee p WHERE p.x = c.x) || '|20200520|u' || c.x
    WHEN c.name IN ('own_hand', 'other_hand') THEN f.org_code
    WHEN c.name = 'crowd_job' THEN (SELECT min(class_no) FROM mclass k WHERE k.x = c.x) || '|企业' || c.x
    WHEN c.name IN ('strangers', 'one_denies') THEN (SELECT min(class_no) FROM mclass k WHERE k.x = c.x)
    WHEN c.name = 'two_houses' THEN f.low_org || '|' || f.org_code
    WHEN c.name IN ('below', 'spread') THEN f.org_code
    WHEN c.name = 'split' THEN f.org_code || '|20191104|project_based'
    WHEN c.name = 'fast' THEN 'fa' || c.x WHEN c.name = 'night' THEN 'ni' || c.x WHEN c.name = 'couple' THEN 'ca' || c.x || '|cb' || c.x WHEN c.name = 'steady' THEN 'st' || c.x
    WHEN c.name IN ('again', 'mixed') THEN (SELECT string_agg(class_no, '|' ORDER BY starts) FROM mclass k WHERE k.x = c.x)
    WHEN c.pattern = 35 THEN (SELECT min(class_no) FROM mclass k WHERE k.x = c.x)
    WHEN c.name = 'year_end' THEN f.org_code || '|2019' WHEN c.pattern = 36 THEN f.org_code
    WHEN c.name IN ('unserved', 'served') THEN (SELECT min(region) FROM payee p WHERE p.x = c.x)
    ELSE f.reference END
FROM mcase c LEFT JOIN mfirst f ON f.x = c.x;
INSERT INTO out_truth SELECT pattern, kind, name, trainee_no FROM met;
-- whoever denies a training in a call-back was not served, whatever else it tells
INSERT INTO out_truth SELECT 38, 'planted', name, reference FROM mline WHERE name = 'strangers' OR name = 'one_denies' AND j = 0;
