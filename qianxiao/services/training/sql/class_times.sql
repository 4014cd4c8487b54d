-- What stands against a timetable: code, whether it is certain, number of the other class or a figure.
WITH one AS (SELECT * FROM training_trainingclass WHERE id = %(number)s),
mine AS (SELECT * FROM training_session WHERE training_class_id = %(number)s AND live),
taken AS (
    SELECT s.*, c.class_no FROM training_session s JOIN training_trainingclass c ON c.id = s.training_class_id
    WHERE s.training_class_id <> %(number)s AND s.live AND s.day IN (SELECT day FROM mine)
)
SELECT 'no_timetable', true, '' WHERE NOT EXISTS (SELECT FROM mine)
UNION ALL
SELECT 'hours_open', true, (hours_theory + hours_practice - told.hours)::text FROM one,
    (SELECT coalesce(sum(hours), 0) AS hours FROM mine) told
-- an elastic class offers more than each of its people needs
WHERE told.hours < hours_theory + hours_practice OR told.hours > hours_theory + hours_practice AND NOT elastic
UNION ALL
SELECT 'outside_dates', true, min(m.day)::text FROM mine m, one WHERE m.day NOT BETWEEN one.starts AND one.ends HAVING count(*) > 0
UNION ALL
SELECT 'hours_a_day', true, m.day::text FROM mine m GROUP BY m.day HAVING sum(m.hours) > %(hours_a_day)s
UNION ALL
SELECT 'few_days', false, %(days)s::text FROM (SELECT count(DISTINCT day) AS days FROM mine) told WHERE told.days < %(days)s
UNION ALL
SELECT 'room_seats', true, r.name FROM (SELECT DISTINCT room_id FROM mine) m JOIN schools_room r ON r.id = m.room_id, one
WHERE r.seats < one.seats
UNION ALL
SELECT DISTINCT 'no_room', true, '' FROM mine m, one WHERE m.room_id IS NULL AND m.mode <> 'media' AND NOT one.online AND one.site_kind = ''
UNION ALL
SELECT DISTINCT 'no_teacher', true, '' FROM mine WHERE teacher_id IS NULL AND mode <> 'media'
UNION ALL
SELECT DISTINCT 'room_twice', true, t.class_no FROM mine m JOIN taken t ON t.room_id = m.room_id AND t.day = m.day AND t.lo < m.hi AND m.lo < t.hi
UNION ALL
SELECT DISTINCT 'teacher_twice', true, t.class_no FROM mine m
JOIN taken t ON t.teacher_id = m.teacher_id AND t.day = m.day AND t.lo < m.hi AND m.lo < t.hi
UNION ALL
SELECT 'teacher_hours', true, max(m.day)::text FROM (
    SELECT teacher_id, day, hours FROM mine UNION ALL SELECT teacher_id, day, hours FROM taken
) m WHERE teacher_id IN (SELECT teacher_id FROM mine) GROUP BY m.teacher_id, m.day HAVING sum(m.hours) > %(teacher_hours)s
UNION ALL
SELECT DISTINCT 'teacher_away', true, m.day::text FROM mine m JOIN schools_teacher t ON t.id = m.teacher_id
WHERE m.day NOT BETWEEN t.starts AND t.ends
UNION ALL
SELECT DISTINCT 'teacher_other', true, '' FROM mine m JOIN schools_teacher t ON t.id = m.teacher_id, one WHERE t.org_code <> one.org_code
UNION ALL
-- a room of somebody else needs a booking of one's own; one's own is not free while another has booked it
SELECT DISTINCT 'room_unbooked', true, r.name FROM mine m JOIN schools_room r ON r.id = m.room_id
JOIN schools_institution i ON i.id = r.institution_id, one
WHERE i.org_code <> one.org_code AND NOT EXISTS (
    SELECT FROM training_booking b WHERE b.room_id = m.room_id AND b.org_code = one.org_code AND b.day = m.day AND b.lo <= m.lo AND b.hi >= m.hi)
UNION ALL
SELECT DISTINCT 'room_booked', true, b.day::text FROM mine m JOIN training_booking b ON b.room_id = m.room_id AND b.day = m.day
    AND b.lo < m.hi AND m.lo < b.hi, one WHERE b.org_code <> one.org_code
UNION ALL
SELECT DISTINCT 'area_stopped', true, s.starts::text FROM one JOIN training_areastop s
    ON one.region >= s.region AND one.region < s.region || ':' AND s.starts <= one.ends AND s.ends >= one.starts
WHERE NOT one.online AND one.control_plan = ''
