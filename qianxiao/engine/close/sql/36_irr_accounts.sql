-- table: irr_accounts
-- reads: pay_lines, persons, bounds
-- order: pattern, register, rec_id, other_rec_id
-- by: account
-- through: pay_lines
-- Pattern 15: one account, many households.
WITH accounts AS (
    SELECT p.account, p.rec_id, p.person_key, p.county, p.pay_date, coalesce(r.hh_no, p.person_key) AS hh,
        CASE WHEN r.hh_no IS NOT NULL THEN 1 ELSE 0 END AS registered
    FROM pay_lines p LEFT JOIN persons r ON r.person_no = p.person_no
    WHERE p.payee_kind IN ('1', '2') AND p.status IN ('1', '2') AND p.account IS NOT NULL AND p.known = 1
),
houses AS (SELECT account, hh, registered, min(rec_id) AS rec_id FROM accounts GROUP BY account, hh, registered),
ranked AS (
    SELECT account, hh, row_number() OVER (PARTITION BY account ORDER BY rec_id, hh) AS place,
        first_value(rec_id) OVER (PARTITION BY account ORDER BY rec_id, hh) AS first_rec,
        lead(rec_id) OVER (PARTITION BY account ORDER BY rec_id, hh) AS next_rec,
        sum(registered) OVER (PARTITION BY account) AS households, count(*) OVER (PARTITION BY account) AS people
    FROM houses
)
SELECT a.account, 15 AS pattern, a.person_key, 'payments' AS register, a.rec_id, 'payments' AS other_register,
    CASE WHEN h.place = 1 THEN h.next_rec ELSE h.first_rec END AS other_rec_id, a.county, a.pay_date AS since,
    concat('households=', cast(cast(h.people AS bigint) AS string)) AS detail
FROM accounts a
JOIN ranked h ON h.account = a.account AND h.hh = a.hh
CROSS JOIN bounds b
-- An outsider may belong to the household of the register: only many of them are a question of their own.
WHERE h.households > b.shared_account_households OR h.people > b.shared_account_people
