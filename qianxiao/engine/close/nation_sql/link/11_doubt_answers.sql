-- table: doubt_answers
-- reads: doubts, guests
-- order: home, register, rec_id, rank, person_no
-- Candidates found here for guests, for the province that delivered them.
SELECT g.home, d.register, g.own_id AS rec_id, d.person_no, d.rank, d.doubt_class, d.bits,
    d.ev_id, d.ev_name, d.ev_birth, d.ev_sex, d.ev_region, d.ev_phone, d.ev_group
FROM doubts d JOIN guests g ON g.register = d.register AND g.rec_id = d.rec_id
