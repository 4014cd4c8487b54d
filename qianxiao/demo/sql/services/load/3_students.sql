-- Terms students were registered for, months in which supported ones were looked at: told once.
INSERT INTO studies_termentry (student_id, term, day, at, by, post, request_id)
SELECT s.id, t.term, t.day, now(), 'services', '', '' FROM s_terms t JOIN studies_student s USING (reg_no) ON CONFLICT DO NOTHING;
UPDATE studies_student s SET poor = true, poor_period = m.month FROM (SELECT reg_no, max(month) AS month FROM s_months GROUP BY reg_no) m
WHERE m.reg_no = s.reg_no AND NOT s.poor;
INSERT INTO monitoring_record (student_id, org_code, region, home, month, name, class_name, absent, trouble, measure, note, handed_at, by, post)
SELECT s.id, s.org_code, s.region, s.home, m.month, s.name, s.class_name, m.absent, 'none', '', '', to_timestamp(m.month || '28', 'YYYYMMDD'), 'services', ''
FROM s_months m JOIN studies_student s USING (reg_no) ON CONFLICT DO NOTHING;
