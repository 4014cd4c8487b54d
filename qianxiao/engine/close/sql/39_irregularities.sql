-- table: irregularities
-- reads: irr_caps, irr_time, irr_money, irr_identity, irr_accounts, irr_lines, irr_amounts, patterns
-- order: pattern, register, rec_id, other_register, other_rec_id
-- Every finding is a question, never a verdict: what was found in which record against which other record (X-11, 19-02-05).
WITH found AS (
    SELECT pattern, person_key, register, rec_id, other_register, other_rec_id, county, since, detail FROM irr_caps
    UNION ALL SELECT pattern, person_key, register, rec_id, other_register, other_rec_id, county, since, detail FROM irr_time
    UNION ALL SELECT pattern, person_key, register, rec_id, other_register, other_rec_id, county, since, detail FROM irr_money
    UNION ALL SELECT pattern, person_key, register, rec_id, other_register, other_rec_id, county, since, detail FROM irr_identity
    UNION ALL SELECT pattern, person_key, register, rec_id, other_register, other_rec_id, county, since, detail FROM irr_accounts
    UNION ALL SELECT pattern, person_key, register, rec_id, other_register, other_rec_id, county, since, detail FROM irr_lines
    UNION ALL SELECT pattern, person_key, register, rec_id, other_register, other_rec_id, county, since, detail FROM irr_amounts
)
SELECT cast(f.pattern AS integer) AS pattern, p.action, f.person_key, f.register, f.rec_id, f.other_register, f.other_rec_id,
    f.county, cast(f.since AS integer) AS since, f.detail
FROM found f
LEFT JOIN patterns p ON p.pattern = f.pattern
