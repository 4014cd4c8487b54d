-- table: person_facts
-- reads: persons, clean_poor, clean_trainees, clean_insurance, study_facts, links, bounds
-- order: person_no
-- by: person_no
-- through: persons, links, study_facts
-- One row per registered person: what the two duties are decided from, with the record each fact comes from.
WITH poor AS (
    SELECT person_no, edu, in_school, labour, exit_status, identified_on,
        CASE WHEN change_date IS NULL OR change_date <= :period_end THEN change_type END AS change_type,
        CASE WHEN change_date IS NULL OR change_date <= :period_end THEN change_date END AS change_date
    FROM clean_poor
),
study AS (
    SELECT person_no, status, rec_id, fee, status_date, enrol_month,
        row_number() OVER (PARTITION BY person_no, CASE WHEN status = '0' THEN 1 ELSE 0 END
            ORDER BY fee, enrol_month, rec_id) AS pick,
        CASE WHEN status = '0' THEN 1 ELSE 0 END AS waits
    FROM study_facts
    WHERE in_programme = 1 AND status IN ('0', '1', '2', '3', '7', '8')
),
students AS (
    SELECT person_no, min(rec_id) AS rec_id
    FROM study_facts WHERE status IN ('1', '2', '3') GROUP BY person_no
),
training AS (
    SELECT l.person_no, t.rec_id, t.start, t.end AS ended,
        CASE WHEN t.result = '1' AND coalesce(t.fee_charged, 0) = 0 AND coalesce(t.end, t.start) <= :period_end
            AND coalesce(t.end, t.start) >= b.programme_start THEN 1 WHEN t.result = '0' THEN 2 ELSE 3 END AS kind
    FROM clean_trainees t
    JOIN links l ON l.register = 'trainees' AND l.rec_id = t.rec_id
    CROSS JOIN bounds b
    WHERE t.start <= :period_end
),
trained AS (
    SELECT x.*, row_number() OVER (PARTITION BY x.person_no, x.kind ORDER BY coalesce(x.ended, x.start), x.rec_id) AS pick
    FROM training x JOIN poor p ON p.person_no = x.person_no
    WHERE NOT (coalesce(p.change_type, '') = '1' AND coalesce(p.change_date, 0) < coalesce(x.ended, x.start))
),
pension AS (
    SELECT l.person_no, min(i.rec_id) AS rec_id, min(i.pension_from) AS since
    FROM clean_insurance i
    JOIN links l ON l.register = 'insurance' AND l.rec_id = i.rec_id
    WHERE i.pension_from <= :period_end GROUP BY l.person_no
)
SELECT p.person_no, p.region, p.county, p.sex, q.edu, q.in_school, q.labour, q.exit_status, q.identified_on,
    q.change_type, q.change_date,
    p.birth,
    s.rec_id AS study_rec, s.fee AS study_fee, s.enrol_month * 100 + 1 AS study_since,
    w.rec_id AS pending_rec, w.enrol_month * 100 + 1 AS pending_since, a.rec_id AS student_rec,
    t.rec_id AS trained_rec, coalesce(t.ended, t.start) AS trained_since,
    g.rec_id AS training_rec, g.start AS training_since, n.rec_id AS pension_rec, n.since AS pension_since
FROM persons p
LEFT JOIN poor q ON q.person_no = p.person_no
LEFT JOIN study s ON s.person_no = p.person_no AND s.waits = 0 AND s.pick = 1
    AND NOT (coalesce(q.change_type, '') = '1' AND coalesce(q.change_date, 0) < s.enrol_month * 100)
LEFT JOIN study w ON w.person_no = p.person_no AND w.waits = 1 AND w.pick = 1
LEFT JOIN students a ON a.person_no = p.person_no
LEFT JOIN trained t ON t.person_no = p.person_no AND t.kind = 1 AND t.pick = 1
LEFT JOIN trained g ON g.person_no = p.person_no AND g.kind = 2 AND g.pick = 1
LEFT JOIN pension n ON n.person_no = p.person_no
