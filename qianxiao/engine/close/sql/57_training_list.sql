-- table: training_list
-- reads: clean_trainees, links, persons, bounds
-- order: county, rec_id
-- by: person_no
-- through: links, persons
-- Every training of a registered person with what statistics are told by (20-11-03): type, programme, sex, age at its start,
-- trade, result. A training counts in the month it ended, one that goes on in the month it began. free: 1 nothing was charged.
SELECT p.county, cast(floor(coalesce(t.end, t.start) / 100) AS integer) AS month, l.person_no, t.rec_id, p.sex,
    cast(floor((t.start - p.birth) / 10000) AS integer) AS age, t.train_type, t.train_mode, t.occupation_code, t.train_level, t.result,
    CASE WHEN coalesce(t.fee_charged, 0) = 0 THEN 1 ELSE 0 END AS free, t.start AS starts, t.end AS ends
FROM clean_trainees t
JOIN links l ON l.register = 'trainees' AND l.rec_id = t.rec_id
JOIN persons p ON p.person_no = l.person_no
CROSS JOIN bounds b
WHERE coalesce(t.end, t.start) <= :period_end AND coalesce(t.end, t.start) >= b.programme_start
