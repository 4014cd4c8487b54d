-- A roll call: everybody present but the absent; whoever stood in another class at the same hours is in doubt, with its number.
INSERT INTO training_attendance AS a (day, session, trainee, training_class, person, region, org_code, lo, hi, hours, state,
    late, edited, entry, other)
SELECT s.day, s.id, t.id, s.training_class_id, t.person_id, s.region, s.org_code, s.lo, s.hi, s.hours,
    CASE WHEN t.id = ANY(%(absent)s) THEN 'absent' WHEN twice.class_no IS NULL THEN 'present' ELSE 'held' END,
    %(late)s, false, %(key)s, CASE WHEN t.id = ANY(%(absent)s) THEN '' ELSE coalesce(twice.class_no, '') END
FROM training_session s JOIN training_trainee t ON t.training_class_id = s.training_class_id
LEFT JOIN LATERAL (
    SELECT c.class_no FROM training_attendance o JOIN training_trainingclass c ON c.id = o.training_class
    WHERE o.person = t.person_id AND o.day = s.day AND o.session <> s.id AND o.state <> 'absent' AND o.lo < s.hi AND s.lo < o.hi
    ORDER BY o.session LIMIT 1
) twice ON true
WHERE s.id = %(session)s AND (t.left_on IS NULL OR t.left_on > s.day) AND (cardinality(t.own) = 0 OR s.id = ANY(t.own))
ON CONFLICT (day, session, trainee) DO UPDATE SET state = excluded.state, late = excluded.late, entry = excluded.entry,
    other = excluded.other, edited = a.edited OR a.state <> excluded.state
RETURNING state
