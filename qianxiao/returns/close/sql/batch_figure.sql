-- Every row of every register in exactly one class. It counts where its person lives, a doubtful one where its first
-- candidate lives, any other one in the county it names itself; what names none belongs to the month as a whole.
WITH asked AS (SELECT register, rec_id, min_by(person_no, rank) AS person_no FROM doubts GROUP BY ALL)
SELECT coalesce(CASE WHEN regexp_full_match(p.region, '[0-9]{6,12}') THEN left(p.region, 6) END,
        CASE WHEN regexp_full_match(m.region, '[0-9]{6,12}') THEN left(m.region, 6) END, $holder) AS region,
    m.register, coalesce(l.link_class, CASE WHEN a.rec_id IS NOT NULL THEN 'doubtful' ELSE 'none' END) AS link_class,
    count(*) AS rows
FROM mentions m
LEFT JOIN links l ON l.register = m.register AND l.rec_id = m.rec_id
LEFT JOIN asked a ON a.register = m.register AND a.rec_id = m.rec_id
LEFT JOIN persons p ON p.person_no = coalesce(l.person_no, a.person_no)
GROUP BY ALL ORDER BY ALL
