-- table: list_people
-- reads: intents, states, persons, gaps, pay_lines
-- order: indicator, register, rec_id, person_no
-- by: person_no
-- through: intents, states, persons, gaps, pay_lines
-- Lists behind the survey, residual and money figures (facts §6 B1, B2, C1, C6, D1–D6).
WITH asked AS (
    SELECT p.county, p.person_no, i.kind, i.answer, i.rec_id, s.state
    FROM intents i
    JOIN persons p ON p.person_no = i.person_no
    JOIN states s ON s.person_no = i.person_no AND s.duty = CASE i.kind WHEN '1' THEN 'study' ELSE 'train' END
    WHERE i.surveyed = 1
),
paid AS (
    SELECT p.county, cast(floor(y.pay_date / 100) AS integer) AS month, y.person_no, y.rec_id, y.amount,
        CASE y.fund WHEN '5' THEN 'paid_east_west' WHEN '6' THEN 'paid_donation' ELSE concat('paid_', y.item) END AS indicator
    FROM pay_lines y
    JOIN persons p ON p.person_no = y.person_no
    WHERE y.status = '1'
)
SELECT county, 0 AS month, CASE kind WHEN '1' THEN 'leavers_surveyed' ELSE 'workers_surveyed' END AS indicator, person_no,
    'intentions' AS register, rec_id, cast(0 AS bigint) AS amount
FROM asked
UNION ALL
SELECT county, 0, CASE kind WHEN '1' THEN 'leavers_willing' ELSE 'workers_willing' END, person_no, 'intentions', rec_id, 0
FROM asked WHERE answer = '1'
UNION ALL
SELECT county, 0, CASE kind WHEN '1' THEN 'leavers_willing_served' ELSE 'workers_willing_served' END, person_no, 'intentions', rec_id, 0
FROM asked WHERE answer = '1' AND state = 'served'
UNION ALL
SELECT county, 0, concat('gap_', kind), person_no, register, rec_id, coalesce(amount, 0) FROM gaps
UNION ALL
SELECT county, month, indicator, person_no, 'payments', rec_id, amount FROM paid
