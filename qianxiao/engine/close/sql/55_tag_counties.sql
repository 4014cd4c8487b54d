-- table: tag_counties
-- reads: area_tags, persons
-- order: tag, county
-- Counties of the register under each area tag at any time of the period's year, each once, whatever grain the tag is kept at (facts §8.2).
WITH counties AS (SELECT DISTINCT county FROM persons WHERE county IS NOT NULL)
SELECT DISTINCT t.tag, c.county
FROM counties c
JOIN area_tags t ON t.code IN (c.county, concat(left(c.county, 4), '00'), concat(left(c.county, 2), '0000'))
WHERE t.valid_from <= :period_end AND t.valid_to >= floor(:period / 100) * 10000
