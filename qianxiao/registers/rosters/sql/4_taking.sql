-- Lines somebody wants taken in, beside what is held at this moment.
CREATE TEMP TABLE roster_taking ON COMMIT DROP AS
SELECT l.id, l.home, l.key_index, l.mark, l.twin_mark, l.region, l.org_code, l.prior_id, e.line_id AS now_id, e.mark AS now_mark
FROM rosters_line l
LEFT JOIN rosters_entry e ON e.register = %(register)s AND e.home = l.home AND e.key_index = l.key_index
WHERE l.imported_id = %(imported)s AND e.line_id IS DISTINCT FROM l.id AND l.answer <> 'leave'
    AND ((l.verdict = 'new' AND %(with_new)s) OR (l.verdict = 'changed' AND %(with_changed)s) OR l.answer = 'take');
