-- reads: differences, mentions, persons
-- Differences with the person behind each, under masked numbers; the key is the same in every month that sees it.
WITH named AS (
    SELECT d.*, CASE WHEN d.register = 'reported' THEN NULL ELSE coalesce(p.name, m.name) END AS name, p.person_no AS person_no,
        coalesce(p.id18, m.id18) AS id18
    FROM differences d
    LEFT JOIN persons p ON p.person_no = d.person_key
    LEFT JOIN mentions m ON m.register = d.register AND m.rec_id = d.rec_id
)
SELECT row_number() OVER (ORDER BY class, county, month, programme, register, rec_id, person_key) AS row, coalesce(county, '') AS region,
    sha256(concat_ws('|', class, county, month, programme, register, rec_id)) AS key, class AS kind, month,
    coalesce(programme, '') AS programme, coalesce(person_no, '') AS person_no, coalesce(name, '') AS name, mask_id(id18) AS id_mask,
    register, mask_text(rec_id) AS rec_id, people, amount, 0 AS since, 'open' AS state, '' AS cause, '' AS words, '' AS assigned, '' AS "by"
FROM named
