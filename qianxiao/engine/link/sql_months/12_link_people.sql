-- table: link_people
-- reads: link_p_diff
-- The people to derive anew.
select person_no, hh_no, name, id_no, id18, id_class, sex, birth, region, phone from link_p_diff where person_no is not null
