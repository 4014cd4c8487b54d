-- Members and households against the versions that still hold: who is new, who is back, who is gone, who is other than before.
CREATE TEMP TABLE households_members ON COMMIT DROP AS
SELECT a.*, v.id AS was, v.home AS was_home,
    CASE WHEN v.id IS NOT NULL THEN 'changed' WHEN EXISTS (SELECT FROM households_memberversion o WHERE o.number = a.number) THEN 'back'
        ELSE %(entered)s END AS verb,
    CASE WHEN v.id IS NULL THEN '{}'::text[] ELSE array_remove(ARRAY[{member_fields},
        CASE WHEN a.id_mask <> v.id_mask OR 'id_no' = ANY (r.kinds) THEN 'id_no' END,
        CASE WHEN a.phone_mask <> v.phone_mask OR 'phone' = ANY (r.kinds) THEN 'phone' END,
        CASE WHEN a.account_mask <> v.account_mask OR 'account' = ANY (r.kinds) THEN 'account' END], NULL) END AS fields
FROM households_arrival a
LEFT JOIN households_memberversion v ON v.number = a.number AND v.to_period = 999999
LEFT JOIN households_renumbered r ON r.person_id = a.person_id;

CREATE TEMP TABLE households_changed ON COMMIT DROP AS
SELECT f.*, v.id AS was, v.home AS was_home,
    CASE WHEN v.id IS NOT NULL THEN 'changed' WHEN EXISTS (SELECT FROM households_householdversion o WHERE o.household_id = f.household_id)
        THEN 'back' ELSE %(entered)s END AS verb,
    CASE WHEN v.id IS NULL THEN '{}'::text[] ELSE array_remove(ARRAY[{household_fields}], NULL) END AS fields
FROM households_found f
LEFT JOIN households_householdversion v ON v.household_id = f.household_id AND v.to_period = 999999;

DELETE FROM households_members WHERE was IS NOT NULL AND fields = '{}';
DELETE FROM households_changed WHERE was IS NOT NULL AND fields = '{}';

CREATE TEMP TABLE households_gone ON COMMIT DROP AS
SELECT v.id, v.number, v.name, v.person_id, v.household_id, p.region AS kept
FROM households_memberversion v JOIN people_person p ON p.id = v.person_id
WHERE v.to_period = 999999 AND NOT EXISTS (SELECT FROM households_arrival a WHERE a.number = v.number);

CREATE TEMP TABLE households_empty ON COMMIT DROP AS
SELECT v.id, h.hh_no, v.head, v.household_id, h.region AS kept
FROM households_householdversion v JOIN households_household h ON h.id = v.household_id
WHERE v.to_period = 999999 AND NOT EXISTS (SELECT FROM households_found f WHERE f.household_id = v.household_id);
ANALYZE households_members, households_changed, households_gone, households_empty;
