-- table: link_kin_pairs
-- reads: link_kin
-- order: ikey, person_no
-- Pairs of members of those households.
select a.ikey, b.ikey as person_no from link_kin as a join link_kin as b on b.hh_no = a.hh_no and a.ikey < b.ikey
where a.fname <> b.fname
