-- reads: feedback, mentions, persons
-- What each school is told; the place is the person's, so that an officer sees the lines of the own county.
SELECT row_number() OVER (ORDER BY f.org_code, f.register, f.rec_id, f.person_no) AS row, f.org_code, f.register,
    mask_text(f.rec_id) AS rec_id, coalesce(f.person_no, '') AS person_no, coalesce(f.name, '') AS name,
    mask_id(m.id18) AS id_mask, coalesce(f.link_class, '') AS link_class, coalesce(f.change, '') AS change,
    f.items_due, f.items_missing,
    coalesce(f.missing, '') AS missing, f.amount_missing, coalesce(f.action, '') AS action,
    coalesce(p.region, '') AS region
FROM feedback f
LEFT JOIN mentions m ON m.register = f.register AND m.rec_id = f.rec_id
LEFT JOIN persons p ON p.person_no = f.person_no
