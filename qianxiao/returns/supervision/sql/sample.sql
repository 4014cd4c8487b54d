-- Those of a list with the smallest digests of seed and key: whoever knows the seed draws the same ones, from the same list.
-- pool: ref, label, region of everybody on the list.
WITH pool AS ({pool}), counted AS (SELECT count(*) AS n FROM pool), drawn AS (
    SELECT ref, label, region, encode(sha256(convert_to(%(seed)s || '|' || ref, 'UTF8')), 'hex') AS digest FROM pool
    ORDER BY digest, ref LIMIT %(wanted)s
)
SELECT d.ref, d.label, d.region, c.n FROM counted c LEFT JOIN drawn d ON true ORDER BY d.digest, d.ref
