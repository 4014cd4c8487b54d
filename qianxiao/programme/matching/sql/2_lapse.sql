-- A decision stands for the data it was made on: other data, and the question is open again, with a line that says so.
-- What was sealed and marked under a former key is found by its former marks.
WITH changed AS (
    UPDATE matching_doubt d SET state = 'open', first_period = %(period)s
    FROM matching_arrival a
    WHERE (d.mark = a.mark OR d.mark = ANY (a.former)) AND d.state IN ('same', 'apart', 'settled')
        AND NOT (d.content = a.content OR d.content = ANY (a.content_former))
    RETURNING d.id
)
INSERT INTO matching_ruling (doubt_id, period, verb, reason, note, by, by_name, post, at, request_id)
SELECT id, %(period)s, 'lapsed', '', '', %(by)s, '', '', now(), '' FROM changed
