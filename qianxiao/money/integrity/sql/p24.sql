-- A body at which almost nobody fails; an exam in which everybody has the same points; more people than seats.
WITH sat AS (
    SELECT e.id, e.exam_no, e.region, e.org_code, e.day, r.seats, r.name AS room, count(c.id) AS people, count(c.id) FILTER (WHERE c.result = '1') AS passed,
        stddev_pop(c.theory) AS theory, stddev_pop(c.practice) AS practice
    FROM evaluation_exam e JOIN evaluation_candidate c ON c.exam_id = e.id AND c.result <> '0' JOIN schools_room r ON r.id = e.room_id
    WHERE e.live AND e.day BETWEEN %(since)s AND %(day)s GROUP BY e.id, r.id
)
SELECT 'passed' AS variant, org_code AS subject, region, org_code, '{}'::uuid[] AS people,
    jsonb_build_object('people', sum(people), 'passed', sum(passed), 'exams', count(*)) AS evidence, max(day) AS source_day
FROM sat GROUP BY org_code, region HAVING sum(people) >= %(passed_least)s AND sum(passed) * 100 > sum(people) * %(passed_percent)s
UNION ALL
SELECT 'flat', exam_no, region, org_code, '{}', jsonb_build_object('exam', exam_no, 'day', day, 'people', people, 'theory', round(theory, 1), 'practice', round(practice, 1)), day
FROM sat WHERE people >= %(flat_least)s AND theory < %(flat_points)s AND practice < %(flat_points)s
UNION ALL
SELECT 'seats', exam_no, region, org_code, '{}', jsonb_build_object('exam', exam_no, 'day', day, 'people', people, 'seats', seats, 'room', room), day
FROM sat WHERE people > seats
