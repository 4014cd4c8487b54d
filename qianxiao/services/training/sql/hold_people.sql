-- Two roll calls that name one person on one day wait for each other, always in the same order.
SELECT pg_advisory_xact_lock(hashtext('training.attendance'), lock) FROM (
    SELECT DISTINCT hashtext(t.person_id::text || s.day) AS lock
    FROM training_session s JOIN training_trainee t ON t.training_class_id = s.training_class_id WHERE s.id = %(session)s ORDER BY 1
) locks
