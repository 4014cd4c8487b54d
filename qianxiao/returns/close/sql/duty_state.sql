-- reads: states
-- Both duties of every person.
SELECT row_number() OVER (ORDER BY region, person_no, duty) AS row, person_no, duty, state, coalesce(step, '') AS step,
    coalesce(clause, '') AS clause, since, coalesce(register, '') AS register, mask_text(rec_id) AS rec_id,
    coalesce(region, '') AS region
FROM states
