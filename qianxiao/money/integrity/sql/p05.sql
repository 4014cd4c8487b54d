-- Two schools at once: questions that are still with the student, and full-time times at two schools that overlapped before one ended.
SELECT 'asked' AS variant, least(c.no_one, c.no_two) || '|' || greatest(c.no_one, c.no_two) AS subject, side.region, side.org_code, ARRAY[c.person] AS people,
    jsonb_build_object('reg_no_a', c.no_one, 'reg_no_b', c.no_two) AS evidence, to_char(c.found_at, 'YYYYMMDD')::int AS source_day
FROM studies_conflict c CROSS JOIN LATERAL (SELECT DISTINCT ON (region) * FROM (VALUES (c.region_one, c.org_one), (c.region_two, c.org_two)) s(region, org_code)) side
WHERE c.state = 'open'
UNION ALL
SELECT 'overlap', least(a.reg_no, b.reg_no) || '|' || greatest(a.reg_no, b.reg_no), side.region, side.org_code, ARRAY[a.person_id],
    jsonb_build_object('reg_no_a', a.reg_no, 'reg_no_b', b.reg_no, 'day', greatest(a.first, b.first), 'until', least(a.last, b.last)), least(a.last, b.last, %(day)s)
FROM (
    SELECT s.*, s.enrol_month * 100 + 1 AS first, CASE WHEN s.status IN ('1', '2', '3') THEN 99991231 ELSE s.status_date END AS last FROM studies_student s
    WHERE s.reg_kind = '1' AND s.status <> '0'
) a JOIN (
    SELECT s.*, s.enrol_month * 100 + 1 AS first, CASE WHEN s.status IN ('1', '2', '3') THEN 99991231 ELSE s.status_date END AS last FROM studies_student s
    WHERE s.reg_kind = '1' AND s.status <> '0'
) b ON b.person_id = a.person_id AND b.reg_no > a.reg_no AND b.org_code <> a.org_code AND a.first < b.last AND b.first < a.last
CROSS JOIN LATERAL (SELECT DISTINCT ON (region) * FROM (VALUES (a.region, a.org_code), (b.region, b.org_code)) s(region, org_code)) side
WHERE least(a.last, b.last) > %(since)s AND greatest(a.first, b.first) <= %(day)s
