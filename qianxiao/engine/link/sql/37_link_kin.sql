-- table: link_kin
-- reads: link_p
-- order: ikey
-- A sixteenth of the households, to see how alike the names of one household are.
select person_no as ikey, hh_no, fname, syl from link_p where substr(md5(hh_no), 1, 1) = '0' and fname <> ''
