-- Who the rows of a school's or a class's register are: whoever holds the number under the same name, else somebody new.
-- A number held under another name, and a faulty one, find nobody.
ANALYZE people_staged;
CREATE TEMP TABLE people_new ON COMMIT DROP AS
SELECT DISTINCT ON (a.id_index) a.*, gen_random_uuid() AS person_id
FROM people_staged a
WHERE a.usable AND a.region <> '' AND NOT EXISTS (SELECT FROM people_sealed s WHERE s.index = a.id_index AND s.kind = 'id_no' AND NOT s.contested)
ORDER BY a.id_index, a.seq;
CREATE INDEX ON people_new (seq);
INSERT INTO people_person (id, name, pinyin, initials, sex, birth, region, handed, registered, id_class, id_mask, phone_mask, account_mask)
SELECT person_id, name, pinyin, initials, sex, birth, region, false, false, id_class, id_mask, phone_mask, account_mask FROM people_new;
CREATE TEMP TABLE people_found ON COMMIT DROP AS
SELECT a.number, coalesce(p.same_as_id, p.id) AS person_id, p.region
FROM people_staged a JOIN people_sealed s ON s.index = a.id_index AND s.kind = 'id_no' AND NOT s.contested
JOIN people_person p ON p.id = s.person_id AND p.name = a.name
UNION ALL
SELECT a.number, n.person_id, n.region FROM people_staged a JOIN people_new n ON n.id_index = a.id_index AND n.name = a.name;
CREATE INDEX ON people_found (number);
ANALYZE people_found;
