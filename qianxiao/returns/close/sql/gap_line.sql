-- reads: gaps, persons
-- The three lists, with the name beside each line so that a page is one index scan.
SELECT row_number() OVER (ORDER BY g.kind, g.region, g.person_no, g.item, g.term, g.register, g.rec_id) AS row, g.kind,
    g.person_no, coalesce(p.name, '') AS name, mask_id(p.id18) AS id_mask, coalesce(g.item, '') AS item,
    coalesce(g.term, '') AS term, coalesce(g.register, '') AS register, mask_text(g.rec_id) AS rec_id, g.amount,
    coalesce(g.step, '') AS step, coalesce(g.clause, '') AS clause, coalesce(g.region, '') AS region
FROM gaps g LEFT JOIN persons p ON p.person_no = g.person_no
