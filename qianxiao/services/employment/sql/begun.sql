-- The first state and the first line of the log of records that were just begun.
WITH spelled AS (
    INSERT INTO employment_spell (record_id, person_id, region, home, state, form, org_code, sector, work_region, valid_from, valid_to)
    SELECT id, person_id, region, home, state, '', '', '', '', %(day)s, %(open)s FROM employment_record r
    WHERE NOT EXISTS (SELECT FROM employment_spell s WHERE s.record_id = r.id)
    RETURNING record_id
)
INSERT INTO employment_change (record_id, person_id, kind, was, now, way, source, owner_before, owner_after, day, note, by, post, request_id)
SELECT r.id, person_id, 'begun', '{}', jsonb_build_object('state', state, 'reason', reason), 'file', 'register', '', region, %(day)s, '', %(by)s, '', ''
FROM employment_record r JOIN spelled s ON s.record_id = r.id
