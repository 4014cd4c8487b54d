-- reads: irregularities, persons
-- Findings; a person outside the register is shown by a masked key.
SELECT row_number() OVER (ORDER BY i.county, i.pattern, i.register, i.rec_id, i.person_key, i.other_register, i.other_rec_id) AS row,
    i.pattern, i.action, coalesce(p.person_no, '') AS person_no, coalesce(p.name, mask_text(i.person_key)) AS name,
    coalesce(i.register, '') AS register, mask_text(i.rec_id) AS rec_id, coalesce(i.other_register, '') AS other_register,
    mask_text(i.other_rec_id) AS other_rec_id, coalesce(i.county, '') AS region, i.since, mask_text(i.detail) AS detail
FROM irregularities i LEFT JOIN persons p ON p.person_no = i.person_key
