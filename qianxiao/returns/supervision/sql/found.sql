-- What the rules found today. An open one becomes harder where it is worse; a new one is opened where none is open, and none of
-- the same period was closed at this level already.
WITH told AS (
    SELECT * FROM jsonb_to_recordset(%(told)s::jsonb) AS t(region text, overseer text, rule text, subject text, level smallint,
        period int, measured int, facts jsonb, clause text, due_on date)
), harder AS (
    UPDATE supervision_rectification r SET level = t.level, measured = t.measured, facts = t.facts, period = t.period
    FROM told t WHERE r.region = t.region AND r.rule = t.rule AND r.subject = t.subject AND r.state IN ('open', 'answered')
        AND r.level < t.level
    RETURNING r.id, r.region, r.level
), made AS (
    INSERT INTO supervision_rectification (region, overseer, rule, subject, period, level, measured, facts, clause, about, opened_on,
        due_on, state, answer, answered_by, given_back, raised, accepted_by)
    SELECT t.region, t.overseer, t.rule, t.subject, t.period, t.level, t.measured, t.facts, t.clause, '', %(day)s, t.due_on, 'open', '',
        '', 0, 0, ''
    FROM told t WHERE NOT EXISTS (
        SELECT FROM supervision_rectification r WHERE r.region = t.region AND r.rule = t.rule AND r.subject = t.subject
            AND (r.state IN ('open', 'answered') OR (r.period = t.period AND r.level >= t.level)))
    ON CONFLICT DO NOTHING
    RETURNING id, region, level
), cured AS (
    UPDATE supervision_rectification r SET state = 'cured', closed_on = %(day)s
    WHERE r.state = 'open' AND r.level = 1 AND r.rule = ANY (%(rules)s) AND NOT EXISTS (
        SELECT FROM told t WHERE t.region = r.region AND t.rule = r.rule AND t.subject = r.subject)
    RETURNING r.id, r.region, r.level
), all_ AS (
    SELECT id, region, level, 'harder' AS verb FROM harder UNION ALL SELECT id, region, level, 'opened' FROM made
    UNION ALL SELECT id, region, level, 'cured' FROM cured
)
INSERT INTO supervision_step (of, number, region, verb, note, day, by, post, request_id, at)
SELECT 'rectification', id, region, verb, level::text, %(day)s, %(by)s, '', '', now() FROM all_ RETURNING verb, number
