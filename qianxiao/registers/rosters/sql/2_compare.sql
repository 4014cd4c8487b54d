-- What is each row against what is held? By the register's own number only; an ID number never decides, it asks.
CREATE TEMP TABLE roster_verdict ON COMMIT DROP AS
WITH held AS (
    SELECT a.n, e.line_id, e.mark FROM roster_arrival a
    JOIN rosters_entry e ON e.register = %(register)s AND e.home = a.home AND e.key_index = a.key_index
), doubled AS (
    SELECT twin_mark FROM roster_arrival WHERE twin_mark IS NOT NULL GROUP BY twin_mark HAVING count(*) > 1
), others AS (
    SELECT a.n, min(e.line_id) AS line_id FROM roster_arrival a
    JOIN rosters_entry e ON e.register = %(register)s AND e.twin_mark = a.twin_mark
    WHERE (e.home, e.key_index) <> (a.home, a.key_index) GROUP BY a.n
)
SELECT a.n, h.line_id AS prior_id, o.line_id AS other_id,
    CASE WHEN h.mark = a.mark THEN 'same'
        WHEN h.line_id IS NOT NULL THEN 'changed'
        WHEN o.line_id IS NOT NULL OR d.twin_mark IS NOT NULL THEN 'twin'
        ELSE 'new' END AS verdict
FROM roster_arrival a
LEFT JOIN held h ON h.n = a.n
LEFT JOIN doubled d ON d.twin_mark = a.twin_mark
LEFT JOIN others o ON o.n = a.n;
