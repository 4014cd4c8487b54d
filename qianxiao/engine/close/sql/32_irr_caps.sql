-- table: irr_caps
-- reads: pay_lines, rule_values, incompatible, clean_employment
-- order: pattern, rec_id, other_rec_id
-- by: who
-- through: pay_lines
-- Patterns 2 (same occupation and level twice), 3 (over the cap), 4 (incompatible benefits), 28 (one person, two firms,
-- one month): later paid line of a person against the earlier one.
WITH paid AS (
    SELECT * FROM pay_lines WHERE status IN ('1', '2') AND known = 1
),
subjects AS (
    SELECT who, item, subject_no, min(rec_id) AS rec_id, min(person_key) AS person_key, min(county) AS county,
        min(occupation_code) AS occupation_code, min(train_level) AS train_level, min(pay_date) AS pay_date,
        min(coalesce(class_end, pay_date)) AS day, cast(floor(min(coalesce(class_end, pay_date)) / 10000) AS integer) AS year
    FROM paid
    WHERE item IN ('training_subsidy', 'appraisal_subsidy') AND subject_no IS NOT NULL
    GROUP BY who, item, subject_no
),
counted AS (
    SELECT *,
        row_number() OVER (PARTITION BY who, item, occupation_code, train_level ORDER BY pay_date, subject_no) AS same_no,
        min(rec_id) OVER (PARTITION BY who, item, occupation_code, train_level) AS same_first,
        row_number() OVER (PARTITION BY who, item, year ORDER BY pay_date, subject_no) AS year_no,
        row_number() OVER (PARTITION BY who, item ORDER BY pay_date, subject_no) AS life_no,
        lag(rec_id) OVER (PARTITION BY who, item ORDER BY pay_date, subject_no) AS before_rec
    FROM subjects
),
firsts AS (
    SELECT who, item, occupation_code, train_level, rec_id AS first_rec FROM counted WHERE same_no = 1
),
caps AS (
    SELECT c.who, c.rec_id, c.person_key, c.item, c.before_rec, c.county, c.pay_date, v.value AS cap,
        CASE v.name WHEN 'max_per_year' THEN c.year_no ELSE c.life_no END AS nth,
        row_number() OVER (PARTITION BY c.rec_id, v.name ORDER BY length(coalesce(v.region, '')) DESC, v.from_date DESC) AS pick
    FROM counted c
    JOIN rule_values v ON v.item = c.item AND v.from_date <= c.day AND v.to_date >= c.day
        AND left(c.county, length(coalesce(v.region, ''))) = coalesce(v.region, '')
    WHERE (v.item = 'training_subsidy' AND v.name = 'max_per_year') OR (v.item = 'appraisal_subsidy' AND v.name = 'lifetime_limit')
),
firms AS (
    -- The months claimed are not in the payment: the month of payment, or the spell of the employment it rests on.
    SELECT p.rec_id, p.who, p.person_key, p.county, p.pay_date, cast(floor(p.pay_date / 100) AS integer) AS pay_month,
        coalesce(e.employer_code, p.account, p.account_holder) AS firm, coalesce(e.start, p.pay_date) AS spell_from,
        coalesce(CASE WHEN e.rec_id IS NULL THEN p.pay_date END, e.end, 99991231) AS spell_to
    FROM paid p LEFT JOIN clean_employment e ON e.rec_id = p.subject_no
    WHERE p.item = 'work_for_training' AND coalesce(e.employer_code, p.account, p.account_holder) IS NOT NULL
)
SELECT c.who, 2 AS pattern, c.person_key, 'payments' AS register, c.rec_id, 'payments' AS other_register, f.first_rec AS other_rec_id,
    c.county, c.pay_date AS since, concat('occupation=', c.occupation_code, ';level=', coalesce(c.train_level, '')) AS detail
FROM counted c
JOIN firsts f ON f.who = c.who AND f.item = c.item AND f.occupation_code = c.occupation_code
    AND f.train_level IS NOT DISTINCT FROM c.train_level
WHERE c.item = 'training_subsidy' AND c.occupation_code IS NOT NULL AND c.same_no > 1
UNION ALL
SELECT c.who, 3, c.person_key, 'payments', c.rec_id, 'payments', c.before_rec, c.county, c.pay_date,
    concat('item=', c.item, ';count=', cast(c.nth AS string))
FROM caps c WHERE c.pick = 1 AND c.nth > c.cap
UNION ALL
SELECT p.who, 4, q.person_key, 'payments', max(CASE WHEN p.pay_date > q.pay_date OR (p.pay_date = q.pay_date AND p.rec_id > q.rec_id)
        THEN p.rec_id ELSE q.rec_id END), 'payments', min(CASE WHEN p.pay_date > q.pay_date
        OR (p.pay_date = q.pay_date AND p.rec_id > q.rec_id) THEN q.rec_id ELSE p.rec_id END),
    min(q.county), max(greatest(p.pay_date, q.pay_date)), concat('items=', min(p.item), ',', max(q.item))
FROM incompatible x
JOIN paid p ON p.item = x.item
JOIN paid q ON q.item = x.other_item AND q.who = p.who AND p.day_from <= q.day_to AND q.day_from <= p.day_to
-- one question for a class and a registration, however many benefits hang on them
GROUP BY q.person_key, p.who, least(coalesce(p.subject_no, p.rec_id), coalesce(q.subject_no, q.rec_id)),
    greatest(coalesce(p.subject_no, p.rec_id), coalesce(q.subject_no, q.rec_id))
UNION ALL
SELECT p.who, 28, p.person_key, 'payments', max(p.rec_id), 'payments', min(q.rec_id), min(p.county), max(p.pay_date),
    concat('month=', cast(p.pay_month AS string))
FROM firms p
JOIN firms q ON q.who = p.who AND q.firm <> p.firm AND (q.pay_date < p.pay_date OR (q.pay_date = p.pay_date AND q.rec_id < p.rec_id))
    AND (q.pay_month = p.pay_month OR (q.spell_from <= p.spell_to AND p.spell_from <= q.spell_to))
GROUP BY p.person_key, p.who, p.pay_month, p.firm
