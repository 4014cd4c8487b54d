-- Learning for more hours than a day allows; much that the counting refused; signs of life to the millisecond; many who end together.
WITH lived AS (
    SELECT b.person_id, b.learning_id, b.session, b.began_at, b.seconds, b.verdict, (b.began_at AT TIME ZONE %(zone)s)::date AS day, g.number, c.region, c.org_code
    FROM courses_beat b JOIN courses_learning g ON g.id = b.learning_id JOIN courses_course c ON c.id = g.course_id
    WHERE b.began_at >= to_date(%(since)s::text, 'YYYYMMDD') AND b.began_at < to_date(%(day)s::text, 'YYYYMMDD') + 1
), gaps AS (
    SELECT *, extract(epoch FROM began_at - lag(began_at) OVER (PARTITION BY learning_id, session ORDER BY began_at)) AS gap FROM lived
)
SELECT * FROM (
    SELECT DISTINCT ON (number, region) 'day' AS variant, number AS subject, region, min(org_code) AS org_code, ARRAY[person_id] AS people,
        jsonb_build_object('day', to_char(day, 'YYYYMMDD')::int, 'hours', round(sum(seconds) / 3600.0, 1)) AS evidence, to_char(day, 'YYYYMMDD')::int AS source_day
    FROM lived GROUP BY number, region, person_id, day HAVING sum(seconds) > %(hours_a_day)s * 3600 ORDER BY number, region, sum(seconds) DESC
) long
UNION ALL
SELECT 'refused', number, region, min(org_code), ARRAY[person_id], jsonb_build_object('signs', count(*), 'refused', count(*) FILTER (WHERE verdict IN ('double', 'fast'))),
    to_char(max(day), 'YYYYMMDD')::int
FROM lived GROUP BY number, region, person_id
HAVING count(*) FILTER (WHERE verdict IN ('double', 'fast')) >= %(refused_least)s AND count(*) FILTER (WHERE verdict IN ('double', 'fast')) * 100 > count(*) * %(refused_percent)s
UNION ALL
SELECT 'even', number, region, min(org_code), ARRAY[person_id], jsonb_build_object('signs', count(*), 'seconds', round(avg(gap), 1), 'milliseconds', round(stddev_pop(gap) * 1000, 1)),
    to_char(max(day), 'YYYYMMDD')::int
FROM gaps WHERE gap IS NOT NULL GROUP BY number, region, person_id HAVING count(*) >= %(even_least)s AND stddev_pop(gap) * 1000 < %(even_milliseconds)s
UNION ALL
SELECT 'together', c.id::text || '|' || to_char(g.finished_at AT TIME ZONE %(zone)s, 'YYYYMMDDHH24MISS'), c.region, c.org_code, array_agg(g.person_id ORDER BY g.person_id),
    jsonb_build_object('people', count(*), 'course', c.title, 'time', to_char(g.finished_at AT TIME ZONE %(zone)s, 'YYYY-MM-DD HH24:MI:SS')),
    to_char(g.finished_at AT TIME ZONE %(zone)s, 'YYYYMMDD')::int
FROM courses_learning g JOIN courses_course c ON c.id = g.course_id
WHERE g.finished_at >= to_date(%(since)s::text, 'YYYYMMDD') AND g.finished_at < to_date(%(day)s::text, 'YYYYMMDD') + 1
GROUP BY c.id, g.finished_at HAVING count(*) >= %(together_least)s
