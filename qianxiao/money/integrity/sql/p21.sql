-- Fewer hours in the timetable than were filed, too many in a day, a pass with too few attended. A register tells days, no hours.
WITH over AS (
    SELECT * FROM training_trainingclass WHERE ends BETWEEN %(since)s AND %(day)s AND filed_by <> 'register' AND state NOT IN ('draft', 'dropped')
), taught AS (
    SELECT s.training_class_id AS id, s.day, sum(s.hours) AS hours FROM training_session s JOIN over c ON c.id = s.training_class_id WHERE s.live GROUP BY 1, 2
), whole AS (
    SELECT id, sum(hours) AS hours, max(day) AS newest FROM taught GROUP BY id
), fewer AS (
    SELECT a.training_class, a.person, a.trainee FROM training_attendance a JOIN over c ON c.id = a.training_class
    WHERE a.day BETWEEN %(since)s AND %(day)s
    GROUP BY a.training_class, a.person, a.trainee HAVING sum(a.hours) FILTER (WHERE a.state = 'present') * 100 < sum(a.hours) * %(hours_percent)s
        OR bool_and(a.state <> 'present')
)
SELECT 'taught' AS variant, c.class_no AS subject, c.region, c.org_code, '{}'::uuid[] AS people,
    jsonb_build_object('required', c.hours_theory + c.hours_practice, 'taught', w.hours) AS evidence, w.newest AS source_day
FROM over c JOIN whole w USING (id) WHERE w.hours * 100 < (c.hours_theory + c.hours_practice) * %(hours_percent)s
UNION ALL
SELECT * FROM (
    SELECT DISTINCT ON (c.id) 'day', c.class_no, c.region, c.org_code, '{}'::uuid[], jsonb_build_object('day', t.day, 'hours', t.hours), t.day
    FROM over c JOIN taught t USING (id) WHERE t.hours > %(hours_a_day)s ORDER BY c.id, t.hours DESC, t.day
) days
UNION ALL
SELECT 'passed', c.class_no, c.region, c.org_code, array_agg(f.person ORDER BY f.person), jsonb_build_object('people', count(*), 'percent', %(hours_percent)s), max(c.ends)
FROM fewer f JOIN training_trainee t ON t.id = f.trainee AND t.result = '1' JOIN over c ON c.id = f.training_class
GROUP BY c.class_no, c.region, c.org_code
