-- table: touched_people
-- reads: changed_people, touched_rows, links, clean_poor, persons, parameters, month_before
-- order:
-- People whose own row changed, who are or were linked to a touched row, who die, leave or come to the register, or
-- whose age passes one of the ages of the parameters. No order: only asked whether a key is in it.
SELECT person_no FROM changed_people
UNION
SELECT l.person_no FROM links l JOIN touched_rows r ON r.register = l.register AND r.rec_id = l.rec_id
UNION
SELECT l.person_no FROM links_then l JOIN touched_rows r ON r.register = l.register AND r.rec_id = l.rec_id
UNION
SELECT q.person_no FROM clean_poor q CROSS JOIN month_before b
WHERE (q.change_date > b.period_end AND q.change_date <= :period_end)
    OR (q.identified_on > b.period_end AND q.identified_on <= :period_end)
UNION
SELECT x.person_no
FROM (
    SELECT p.person_no, floor((b.period_end - p.birth) / 10000) AS was, floor((:period_end - p.birth) / 10000) AS turned
    FROM persons p CROSS JOIN month_before b
    WHERE p.birth IS NOT NULL
) x
JOIN (SELECT DISTINCT value FROM parameters WHERE name LIKE '%_age_%') a ON a.value BETWEEN x.was AND x.turned
WHERE x.was <> x.turned
