-- The lists. Somebody whom the register now places in another county went there and came from here: two lines.
INSERT INTO households_change (period, region, subject, verb, number, household_id, person_id, name, fields, other)
SELECT %(period)s, l.kept, 'member', l.verb, l.number, l.household_id, l.person_id, l.name, l.fields, l.other FROM (
    SELECT kept, CASE WHEN left(was_home, 6) <> left(home, 6) THEN 'came' ELSE verb END AS verb, number, household_id, person_id, name,
        fields, CASE WHEN left(was_home, 6) <> left(home, 6) THEN was_home ELSE '' END AS other FROM households_members
    UNION ALL
    SELECT was_home, 'went', number, household_id, person_id, name, fields, home FROM households_members
    WHERE left(was_home, 6) <> left(home, 6)
    UNION ALL
    SELECT kept, 'left', number, household_id, person_id, name, '{}', '' FROM households_gone
) AS l ORDER BY l.kept, l.number;

INSERT INTO households_change (period, region, subject, verb, number, household_id, person_id, name, fields, other)
SELECT %(period)s, l.kept, 'household', l.verb, l.hh_no, l.household_id, NULL, l.head, l.fields, l.other FROM (
    SELECT CASE WHEN h.handed THEN c.kept ELSE c.home END AS kept,
        CASE WHEN left(was_home, 6) <> left(c.home, 6) THEN 'came' ELSE verb END AS verb, c.hh_no, household_id, c.head, fields,
        CASE WHEN left(was_home, 6) <> left(c.home, 6) THEN was_home ELSE '' END AS other
    FROM households_changed c JOIN households_household h ON h.id = c.household_id
    UNION ALL
    SELECT was_home, 'went', hh_no, household_id, head, fields, home FROM households_changed WHERE left(was_home, 6) <> left(home, 6)
    UNION ALL
    SELECT kept, 'left', hh_no, household_id, head, '{}', '' FROM households_empty
) AS l ORDER BY l.kept, l.hh_no;
