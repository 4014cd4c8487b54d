-- table: irregularities
-- reads: irr_caps, irr_time, irr_money, irr_identity, patterns
-- order: pattern, register, rec_id, other_register, other_rec_id
-- Every finding is a question, never a verdict: what was found in which record against which other record (X-11, 19-02-05).
WITH found AS (
    SELECT * FROM irr_caps UNION ALL SELECT * FROM irr_time UNION ALL SELECT * FROM irr_money UNION ALL SELECT * FROM irr_identity
)
SELECT cast(f.pattern AS integer) AS pattern, p.action, f.person_key, f.register, f.rec_id, f.other_register, f.other_rec_id,
    f.county, cast(f.since AS integer) AS since, f.detail
FROM found f
LEFT JOIN patterns p ON p.pattern = f.pattern
