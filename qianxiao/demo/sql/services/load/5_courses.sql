-- Courses of two lessons, learners, what they learned, their signs of life: told once.
INSERT INTO courses_course (id, org_code, region, platform_id, title, about, occupation, hours, programme, price, free_tags, free_from, free_to, state, changed_at)
SELECT c.id, c.org_code, c.region, p.id, '技能基础课', '', '', 1, '', 0, '{}', 0, 99991231, 'open', now() FROM s_courses c CROSS JOIN courses_platform p WHERE p.code = 'qianxiao'
ON CONFLICT DO NOTHING;
INSERT INTO courses_lesson (course_id, number, title, text, seconds, media, size, sha256, file_name)
SELECT c.id, n, '第' || n || '课', '', 1200, '', 0, '', '' FROM s_courses c CROSS JOIN generate_series(1, 2) n ON CONFLICT DO NOTHING;
INSERT INTO courses_learner (person_id, home, org_code, number, code, given_by, given_post, given_at)
SELECT p.id, p.region, l.org_code, l.number, '!', 'services', '', l.began AT TIME ZONE 'Asia/Shanghai'
FROM s_learnings l JOIN who w ON w.number = l.person JOIN people_person p ON p.id = w.person_id ON CONFLICT DO NOTHING;
INSERT INTO courses_learning (course_id, person_id, home, org_code, number, began_at, finished_at, seconds, refused)
SELECT l.course, r.person_id, r.home, l.org_code, l.number, l.began AT TIME ZONE 'Asia/Shanghai', l.finished AT TIME ZONE 'Asia/Shanghai', l.seconds, l.refused
FROM s_learnings l JOIN courses_learner r USING (number) ON CONFLICT DO NOTHING;
INSERT INTO courses_beat (learning_id, lesson_id, person_id, home, org_code, key, session, began_at, seconds, verdict, at)
SELECT g.id, s.id, g.person_id, g.home, g.org_code, b.key, b.page, b.began AT TIME ZONE 'Asia/Shanghai', 60, b.verdict,
    b.began AT TIME ZONE 'Asia/Shanghai' + interval '61 seconds'
FROM s_beats b JOIN courses_learning g USING (number) JOIN courses_lesson s ON s.course_id = g.course_id AND s.number = b.lesson ON CONFLICT DO NOTHING;
INSERT INTO courses_progress (learning_id, lesson_id, person_id, home, org_code, seconds, place, done_at)
SELECT learning_id, lesson_id, person_id, home, org_code, sum(seconds) FILTER (WHERE verdict = 'counted'), 0, max(at)
FROM courses_beat WHERE learning_id IN (SELECT g.id FROM courses_learning g JOIN s_learnings USING (number)) GROUP BY 1, 2, 3, 4, 5 ON CONFLICT DO NOTHING;
