-- Two records that may be one person. Decided pairs stay decided.
WITH pairs AS (
    SELECT a.person_id AS one, s.person_id AS two, 'number' AS why
    FROM people_arrival a JOIN people_sealed s ON s.index = a.id_index AND s.kind = 'id_no' AND NOT s.contested
    WHERE a.contested AND a.usable AND s.person_id <> a.person_id
    UNION
    -- Same name and birth date in one county: only where no two good ID numbers say that they are two,
    -- or where they answer the same telephone.
    SELECT a.person_id, p.id, 'names'
    FROM people_arrival a
    JOIN people_person p ON p.name = a.name AND p.birth = a.birth AND left(p.region, 6) = left(a.region, 6) AND p.id <> a.person_id
    LEFT JOIN people_sealed i ON i.person_id = p.id AND i.kind = 'id_no'
    LEFT JOIN people_sealed t ON t.person_id = p.id AND t.kind = 'phone'
    WHERE a.name <> '' AND a.birth IS NOT NULL AND a.region <> ''
        AND (NOT a.usable OR i.id IS NULL OR i.contested OR t.index = a.phone_index)
        AND i.index IS DISTINCT FROM a.id_index
)
INSERT INTO people_duplicate (one_id, two_id, why, state, region_one, region_two, found_at)
SELECT DISTINCT least(n.one, n.two), greatest(n.one, n.two), n.why, 'open', o.region, t.region, now()
FROM pairs n JOIN people_person o ON o.id = least(n.one, n.two) JOIN people_person t ON t.id = greatest(n.one, n.two)
ON CONFLICT (one_id, two_id, why) DO UPDATE SET region_one = excluded.region_one, region_two = excluded.region_two
WHERE (people_duplicate.region_one, people_duplicate.region_two) IS DISTINCT FROM (excluded.region_one, excluded.region_two);
