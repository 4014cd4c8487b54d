-- What was not answered in time goes one tier up and becomes harder; it has the days of its new level from today.
WITH told AS (
    SELECT * FROM jsonb_to_recordset(%(above)s::jsonb) AS a(region text, above text)
), days AS (
    SELECT * FROM jsonb_to_recordset(%(due)s::jsonb) AS d(level smallint, due_on date)
), late AS (
    SELECT r.id, r.overseer AS before, coalesce(a.above, r.overseer) AS overseer, least(3, r.level + %(levels)s)::smallint AS level,
        (a.above IS NOT NULL)::int AS up
    FROM supervision_rectification r LEFT JOIN told a ON a.region = r.overseer
    WHERE r.state = 'open' AND r.due_on < %(day)s AND (a.above IS NOT NULL OR r.level < 3)
), raised AS (
    UPDATE supervision_rectification r SET overseer = l.overseer, level = l.level, raised = r.raised + l.up, due_on = d.due_on
    FROM late l JOIN days d ON d.level = l.level WHERE r.id = l.id
    RETURNING r.id, r.region, l.before, r.overseer
)
INSERT INTO supervision_step (of, number, region, verb, note, day, by, post, request_id, at)
SELECT 'rectification', id, region, 'escalated', before || ' ' || overseer, %(day)s, %(by)s, '', '', now() FROM raised RETURNING number
