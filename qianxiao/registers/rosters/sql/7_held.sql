-- What a register held in a month: of each number the newest line of that month or an earlier one.
WITH RECURSIVE versions AS (
    SELECT e.id AS entry_id, l.id, l.prior_id, l.imported_id, l.n, l.version, l.sealed, i.period
    FROM rosters_entry e JOIN rosters_line l ON l.id = e.line_id JOIN rosters_import i ON i.id = l.imported_id
    WHERE e.register = %(register)s
    UNION ALL
    SELECT v.entry_id, l.id, l.prior_id, l.imported_id, l.n, l.version, l.sealed, i.period
    FROM versions v JOIN rosters_line l ON l.id = v.prior_id JOIN rosters_import i ON i.id = l.imported_id
    WHERE v.period > %(period)s
)
SELECT imported_id, n, version, sealed FROM versions WHERE period <= %(period)s
