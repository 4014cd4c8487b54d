-- Rooms and teachers: two rooms and four teachers an institution, and those of classes with a case.
CREATE TABLE room AS
SELECT org_code, region, '实训' || ['一', '二'][(1 + place)::INTEGER] || '室' AS name, 'practice' AS kind, 40 AS seats FROM org, range(2) p(place)
UNION ALL SELECT org_code, region, class_no || '室', 'practice', CASE WHEN scn = 'crowded' THEN 20 ELSE 40 END FROM klass WHERE scn <> '';
CREATE TABLE teacher AS
WITH told AS (
    SELECT org_code, region, 'T' || place || morning AS place, o * 4 + place * 2 + morning AS k, '' AS scn, 0 AS part, 0 AS first, NULL::DATE AS starts
    FROM org, range(2) p(place), range(2) m(morning)
    UNION ALL
    SELECT org_code, region, class_no || morning, 1000000 + c * 2 + morning, scn, part, 1000000 + (c - part) * 2 + morning, starts
    FROM klass, range(2) m(morning) WHERE scn <> ''
)
SELECT md5('services teacher ' || org_code || place)::UUID AS id, org_code, region, place, scn, k,
    list_extract(string_split(:surnames, ''), 1 + pick(k, 'teacher', length(:surnames))::INTEGER)
    || list_extract(string_split(:given, ''), 1 + pick(k, 'teacher given', length(:given))::INTEGER) AS name,
    'JZ' || lpad((CASE scn WHEN 'rented' THEN first WHEN 'two_jobs' THEN first // 2 * 2 ELSE k END)::VARCHAR, 9, '0') AS certificate,
    CASE WHEN scn = 'departed' THEN ymd((starts - 5)::DATE) ELSE 99991231 END AS ends
FROM told;
-- What each institution is filed for at level 5. Of a case with its own institution the filing ended, or was renewed.
CREATE TABLE filed AS
SELECT org_code, code AS occupation, 20180101 AS valid_from, 20251231 AS valid_to FROM org, trade
UNION ALL SELECT DISTINCT org_code, occupation, 20180101, 20191231 FROM klass WHERE scn IN ('lapsed', 'renewed')
UNION ALL SELECT DISTINCT org_code, occupation, 20200101, 20251231 FROM klass WHERE scn = 'renewed';
