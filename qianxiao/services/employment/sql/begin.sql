-- One record for everybody of the labour force on the register who has none: whoever is at school studies, of all others
-- nothing is known but that nobody has told of any work. Idempotent: a person has one record.
WITH people AS (
    SELECT DISTINCT ON (p.id) p.id, p.name, p.id_mask, p.phone_mask, p.sex, p.birth, v.home, v.in_school
    FROM people_person p JOIN households_memberversion v ON v.person_id = p.id AND v.to_period = 999999
    JOIN households_household h ON h.id = v.household_id AND h.present
    WHERE p.same_as_id IS NULL AND p.birth > %(oldest)s AND p.birth <= %(youngest)s AND v.labour = ANY(%(labour)s) AND v.home <> ''
    ORDER BY p.id, v.from_period DESC
)
INSERT INTO employment_record (person_id, name, id_mask, phone_mask, sex, birth, region, home, state, since, form, org_code, employer,
    sector, job, work_region, contract, insured, reason, wanted_trade, wanted_place, training_trade, training_time, way, as_of, due, by)
SELECT id, name, id_mask, phone_mask, sex, birth, home, home, '2', %(day)s, '', '', '', '', '', '', '', '{}',
    CASE WHEN in_school NOT IN ('', %(not_student)s) THEN 'study' ELSE '' END, '', '', '', '', 'file', %(day)s, %(day)s, %(by)s
FROM people ON CONFLICT (person_id) DO NOTHING
