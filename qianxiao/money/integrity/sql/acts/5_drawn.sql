-- Of each county's pool those with the smallest digests of seed and reference: whoever knows the seed draws the same ones.
INSERT INTO integrity_callback (draw_id, region, claim, about, org_code, person_id, name, phone_mask, item, amount, decided_by, answer, note, by)
SELECT r.draw, r.region, r.reference, r.about, r.org_code, r.person_id, r.name, r.phone_mask, r.item, r.amount, r.decided_by, '', '', '' FROM (
    SELECT p.*, d.id AS draw, d.drawn, row_number() OVER (PARTITION BY p.region ORDER BY encode(sha256(convert_to(d.seed || '|' || p.reference, 'UTF8')), 'hex')) AS place
    FROM integrity_pool p JOIN integrity_draw d ON d.region = p.region AND d.day = %(day)s
) r WHERE r.place <= r.drawn ORDER BY r.draw, r.place ON CONFLICT DO NOTHING
