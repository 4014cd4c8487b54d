-- reads: persons, person_state
-- One row per registered person, ordered by place, with masked numbers.
SELECT row_number() OVER (ORDER BY p.region, p.hh_no, p.person_no) AS row, p.person_no, coalesce(p.hh_no, '') AS hh_no,
    coalesce(p.name, '') AS name, mask_id(p.id18) AS id_mask, coalesce(p.id_class, '') AS id_class, coalesce(p.sex, '') AS sex,
    p.birth, coalesce(p.region, '') AS region, mask_phone(p.phone) AS phone_mask, coalesce(p.relation, '') AS relation,
    coalesce(p.ethnic, '') AS ethnic, s.state, coalesce(s.duty, '') AS duty, coalesce(s.step, '') AS step,
    coalesce(s.clause, '') AS clause, coalesce(c.numbers, '') AS corrected
FROM persons p JOIN person_state s ON s.person_no = p.person_no
LEFT JOIN (SELECT person_no, string_agg(correction_no, ',' ORDER BY correction_no) AS numbers FROM corrected GROUP BY 1) c
    ON c.person_no = p.person_no
