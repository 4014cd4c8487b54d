-- table: irr_amounts
-- reads: pay_lines, entitlements
-- order: pattern, register, rec_id, other_rec_id
-- by: who
-- through: pay_lines, entitlements.person_no
-- Pattern 30: another amount was paid than was due.
SELECT e.person_no AS who, 30 AS pattern, e.person_no AS person_key, e.register, e.rec_id, 'payments' AS other_register,
    min(p.rec_id) AS other_rec_id, e.county, max(p.pay_date) AS since,
    concat('due=', cast(e.amount AS string), ';paid=', cast(e.paid AS string)) AS detail
FROM entitlements e
JOIN pay_lines p ON p.person_no = e.person_no AND p.item = e.item AND p.subject_no = e.rec_id
    AND p.term IS NOT DISTINCT FROM e.term AND p.status = '1'
WHERE e.over > 0 AND e.amount > 0
GROUP BY e.person_no, e.register, e.rec_id, e.county, e.item, e.term, e.amount, e.paid
