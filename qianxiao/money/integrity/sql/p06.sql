-- Of schools that keep such things: a supported student on the roll for a while of whom fewer independent things tell than a present one leaves behind.
WITH kept AS (
    SELECT DISTINCT s.org_code FROM studies_termentry t JOIN studies_student s ON s.id = t.student_id WHERE t.day >= %(trace_since)s
), seen AS (
    SELECT s.id, s.reg_no, s.region, org_code, s.person_id, s.enrol_month, EXISTS (SELECT FROM studies_termentry t WHERE t.student_id = s.id AND t.day >= %(trace_since)s) AS term,
        EXISTS (SELECT FROM monitoring_record r WHERE r.student_id = s.id AND r.handed_at IS NOT NULL AND r.absent < %(absent_days)s AND r.month * 100 + 28 >= %(trace_since)s) AS looked,
        EXISTS (SELECT FROM studies_placement p WHERE p.student_id = s.id AND p.day >= %(trace_since)s) AS intern,
        EXISTS (SELECT FROM evaluation_candidate c JOIN evaluation_exam e ON e.id = c.exam_id WHERE c.person_id = s.person_id AND e.day >= %(trace_since)s AND c.result <> '0') AS exam
    FROM studies_student s JOIN kept USING (org_code) WHERE s.poor AND s.reg_kind = '1' AND s.status = '1'
        AND to_date(s.enrol_month::text, 'YYYYMM') + %(enrolled_days)s <= to_date(%(day)s::text, 'YYYYMMDD')
)
SELECT 'ghost' AS variant, reg_no AS subject, region, org_code, ARRAY[person_id] AS people, jsonb_build_object('reg_no', reg_no, 'traces',
    term::int + looked::int + intern::int + exam::int, 'least', %(traces)s, 'term', term, 'looked', looked, 'intern', intern, 'exam', exam) AS evidence, %(day)s AS source_day
FROM seen WHERE term::int + looked::int + intern::int + exam::int < %(traces)s
