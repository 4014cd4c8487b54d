-- table: known
-- reads: persons
-- order: person_no
-- Registered people as other provinces may ask for them: the valid number as an integer (without its check character, which follows from it).
SELECT DISTINCT person_no,
    CASE WHEN id_class IN ('valid', 'valid15', 'disability') THEN try_cast(substr(id18, 1, 17) AS bigint) END AS num
FROM persons
