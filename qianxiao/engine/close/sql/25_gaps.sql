-- table: gaps
-- reads: states, state_steps, persons, entitlements
-- order: kind, person_no, item, term, register, rec_id
-- by: person_no
-- through: states, persons, entitlements
-- 应培未培 and 应学未学: the residual steps; 应助未助: what is due and has not arrived. Every line with its clause (19-02-01, 20-09-02).
SELECT s.duty AS kind, s.person_no, cast(NULL AS string) AS item, cast(NULL AS string) AS term, s.register, s.rec_id,
    cast(NULL AS bigint) AS amount, s.step, s.clause, s.region, p.county
FROM states s
JOIN state_steps k ON k.duty = s.duty AND k.step = s.step AND k.residual = 1
JOIN persons p ON p.person_no = s.person_no
UNION ALL
SELECT 'aid', e.person_no, e.item, e.term, e.register, e.rec_id, e.gap, e.status, e.clause, p.region, p.county
FROM entitlements e
JOIN persons p ON p.person_no = e.person_no
WHERE e.gap > 0 AND e.month <= :period
