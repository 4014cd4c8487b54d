-- Every region from the village to the nation (19-05-03); a place of an unreadable code counts above only.
INSERT INTO households_tally (period, region, level, subject, present, entered, "left", came, went, changed)
SELECT %(period)s, CASE WHEN level = 0 THEN 'CN' WHEN level < 3 THEN rpad(left(place, digits), 6, '0') ELSE left(place, digits) END, level, subject,
    count(*) FILTER (WHERE verb = 'present'), count(*) FILTER (WHERE verb IN ('entered', 'back')), count(*) FILTER (WHERE verb = 'left'),
    count(*) FILTER (WHERE verb = 'came'), count(*) FILTER (WHERE verb = 'went'), count(*) FILTER (WHERE verb = 'changed')
FROM (
    SELECT 'household' AS subject, h.region AS place, 'present' AS verb FROM households_household h WHERE h.present
    UNION ALL SELECT 'member', kept, 'present' FROM households_arrival
    UNION ALL SELECT subject, region, verb FROM households_change WHERE period = %(period)s
) AS told
CROSS JOIN (VALUES (0, 0), (1, 2), (2, 4), (3, 6), (4, 9), (5, 12)) AS tier (level, digits)
WHERE length(place) >= digits
GROUP BY 2, 3, 4;
DROP TABLE households_staged, households_homes, households_found, households_arrival, households_renumbered, households_members,
    households_changed, households_gone, households_empty;
