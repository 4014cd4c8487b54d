-- What is open before a class ends: code, how many. Hours attended count when they are neither absent nor held.
WITH one AS (SELECT * FROM training_trainingclass WHERE id = %(number)s),
people AS (SELECT * FROM training_trainee WHERE training_class_id = %(number)s AND left_on IS NULL),
given AS (SELECT coalesce(sum(hours), 0) AS hours FROM training_session WHERE training_class_id = %(number)s AND live),
marks AS (
    SELECT a.trainee, a.state, a.hours FROM training_attendance a, one
    WHERE a.training_class = %(number)s AND a.day BETWEEN one.starts AND one.ends
),
got AS (
    SELECT p.id, p.result, p.cert_no, coalesce(sum(m.hours) FILTER (WHERE m.state = 'present'), 0) AS hours
    FROM people p LEFT JOIN marks m ON m.trainee = p.id GROUP BY p.id, p.result, p.cert_no
)
SELECT 'not_over', ends::text FROM one WHERE ends > %(today)s
UNION ALL
SELECT 'unrolled', count(*)::text FROM training_session s WHERE s.training_class_id = %(number)s AND s.live
    AND NOT EXISTS (SELECT FROM training_entry e WHERE e.session_id = s.id) HAVING count(*) > 0
UNION ALL SELECT 'held_open', count(*)::text FROM marks WHERE state = 'held' HAVING count(*) > 0
UNION ALL SELECT 'no_result', count(*)::text FROM got WHERE result = '0' HAVING count(*) > 0
UNION ALL
SELECT 'low_attendance', count(*)::text FROM got, given, one
WHERE got.result = '1' AND got.hours * 100 < %(percent)s
    * CASE WHEN one.elastic THEN one.hours_theory + one.hours_practice ELSE given.hours END HAVING count(*) > 0
UNION ALL
SELECT 'no_paper', count(*)::text FROM got WHERE result = '1' AND cert_no = '' HAVING count(*) > 0
UNION ALL
SELECT 'bad_inspection', count(*)::text FROM training_inspection i WHERE i.training_class_id = %(number)s AND i.result = 'bad' HAVING count(*) > 0
