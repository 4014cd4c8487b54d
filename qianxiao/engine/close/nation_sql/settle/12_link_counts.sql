-- table: link_counts
-- reads: mentions, guests, links, doubts
-- order: register, link_class
-- The rows delivered here by class, each in exactly one; guests are counted where they were delivered.
WITH doubted AS (SELECT DISTINCT register, rec_id FROM doubts)
SELECT m.register, coalesce(k.link_class, CASE WHEN d.rec_id IS NOT NULL THEN 'doubtful' ELSE 'none' END) AS link_class, count(*) AS n
FROM mentions m
LEFT JOIN guests g ON g.register = m.register AND g.rec_id = m.rec_id
LEFT JOIN links k ON k.register = m.register AND k.rec_id = m.rec_id
LEFT JOIN doubted d ON d.register = m.register AND d.rec_id = m.rec_id
WHERE g.rec_id IS NULL
GROUP BY 1, 2
