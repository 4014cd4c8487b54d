-- People of this world alone, for worlds without registers: numbers in series that the registers do not use.
-- Everybody of a kind is numbered from 0. Adults train, pupils go to school.
CREATE TABLE person AS
WITH wanted AS (
    SELECT 'adult' AS kind, k AS n, k FROM range(:adults) t(k)
    UNION ALL SELECT 'pupil', k, :adults + k FROM range(:pupils) t(k)
), told AS (
    SELECT kind, n, k, (1 + pick(k, 'sex', 2))::INTEGER AS sex, (CASE kind WHEN 'adult' THEN DATE '1972-01-01' ELSE DATE '2002-01-01' END
        + (((k // 150000) * 7919 + pick(k % 150000, 'born', 9000)) % CASE kind WHEN 'adult' THEN 9000 ELSE 1400 END)::INTEGER)::DATE AS birth
    FROM wanted
), numbered AS (
    SELECT *, 99000000000000000 + (9700 + (k // 500) % 300) * 100000000000 + ymd(birth)::BIGINT * 1000
        + (k % 500) * 2 + CASE sex WHEN 1 THEN 1 ELSE 0 END AS id17
    FROM told
)
SELECT kind, numbered.n, 'SV' || lpad(k::VARCHAR, 9, '0') AS number, sex::VARCHAR AS sex, ymd(birth) AS birth, id17::BIGINT || id_check(id17::BIGINT) AS id_no,
    (SELECT list_extract(string_split(:surnames, ''), 1 + pick(k, 'surname', length(:surnames))::INTEGER))
    || (SELECT list_extract(string_split(:given, ''), 1 + pick(k, 'given 1', length(:given))::INTEGER))
    || (SELECT list_extract(string_split(:given, ''), 1 + pick(k, 'given 2', length(:given))::INTEGER)) AS name,
    county.code AS region, '14' || (k % 4) || lpad((k % 100000000)::VARCHAR, 8, '0') AS phone
FROM numbered JOIN county ON county.n = pick(k, 'county', (SELECT count(*) FROM county));
