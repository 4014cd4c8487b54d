-- What each technical school of a region did for its students in a year: figures only, one statement for all of them (19-15-06).
WITH school AS (
    SELECT org_code, name, region FROM schools_institution WHERE org_type = ANY(%(types)s) AND region >= %(lo)s AND region < %(hi)s
), fact AS (
    SELECT s.org_code, s.poor,
        s.status = %(graduated)s AND s.status_date BETWEEN %(first)s AND %(last)s AS graduated,
        s.status = ANY(%(gone)s) AND s.status_date BETWEEN %(first)s AND %(last)s AS gone,
        -- on the roll on some day of the year
        s.enrol_month <= %(last)s / 100 AND (s.status = ANY(%(roll)s) OR coalesce(s.status_date, 0) >= %(first)s) AS there,
        s.status = ANY(%(roll)s) OR s.status = %(graduated)s OR coalesce(s.status_date, 0) > %(last)s AS kept,
        newest.employed,
        EXISTS (SELECT FROM evaluation_certificate c WHERE c.person_id = s.person_id AND c.withdrawn = '' AND c.cert_kind = ANY(%(papers)s))
            AS certified
    FROM studies_student s JOIN school USING (org_code) LEFT JOIN LATERAL (
        SELECT o.employed FROM studies_outcome o WHERE o.student_id = s.id ORDER BY o.id DESC LIMIT 1
    ) AS newest ON true
    WHERE s.status <> %(pending)s
)
SELECT school.org_code, school.name, school.region,
    count(*) FILTER (WHERE graduated), count(*) FILTER (WHERE graduated OR gone),
    count(*) FILTER (WHERE graduated AND employed), count(*) FILTER (WHERE graduated),
    count(*) FILTER (WHERE graduated AND certified), count(*) FILTER (WHERE graduated),
    count(*) FILTER (WHERE poor AND there AND kept), count(*) FILTER (WHERE poor AND there)
FROM school LEFT JOIN fact USING (org_code)
GROUP BY school.org_code, school.name, school.region
ORDER BY school.name, school.org_code;
