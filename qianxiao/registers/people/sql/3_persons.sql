-- A person handed over to another county stays there whatever the register says of the home.
-- An older month taken in later (not latest) adds persons and changes none.
-- New persons, changed persons, their numbers in the register; numbers about to change let go of their place first.
INSERT INTO people_person (id, name, pinyin, initials, sex, birth, region, handed, id_class, id_mask, phone_mask, account_mask)
SELECT person_id, name, pinyin, initials, sex, birth, region, false, id_class, id_mask, phone_mask, account_mask
FROM people_arrival WHERE new ORDER BY region, name;
-- Row security looks every new number's person up: after a load that broke off, the table looks empty and is read whole each time.
ANALYZE people_person;

-- The history's trigger keeps the plan of its first use: made for no rows it compares every old row with every new one.
DISCARD PLANS;
UPDATE people_person p SET name = a.name, pinyin = a.pinyin, initials = a.initials, sex = a.sex, birth = a.birth,
    region = CASE WHEN p.handed THEN p.region ELSE a.region END, registered = true, id_class = a.id_class, id_mask = a.id_mask, phone_mask = a.phone_mask, account_mask = a.account_mask
FROM people_arrival a WHERE %(latest)s AND a.person_id = p.id AND NOT a.new
    AND (p.registered, p.name, p.sex, p.birth, p.region, p.id_class, p.id_mask, p.phone_mask, p.account_mask)
        IS DISTINCT FROM (true, a.name, a.sex, a.birth, CASE WHEN p.handed THEN p.region ELSE a.region END, a.id_class, a.id_mask, a.phone_mask, a.account_mask);

INSERT INTO people_enrolment (register, number, person_id, first_period, last_period)
SELECT %(register)s, number, person_id, %(period)s, %(period)s FROM people_arrival
ON CONFLICT (register, number) DO UPDATE SET
    first_period = least(people_enrolment.first_period, excluded.first_period),
    last_period = greatest(people_enrolment.last_period, excluded.last_period);

DISCARD PLANS;
UPDATE people_sealed s SET contested = true FROM people_arrival a
WHERE %(latest)s AND s.person_id = a.person_id AND s.kind = 'id_no' AND NOT s.contested
    AND (a.contested OR a.id_index IS DISTINCT FROM s.index);
-- A number that no longer comes is no longer held.
DELETE FROM people_sealed s USING people_arrival a WHERE %(latest)s AND s.person_id = a.person_id
    AND ((s.kind = 'id_no' AND a.id_index IS NULL) OR (s.kind = 'phone' AND a.phone_index IS NULL)
        OR (s.kind = 'account' AND a.account_index IS NULL));
