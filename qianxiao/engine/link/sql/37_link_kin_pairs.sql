-- table: link_kin_pairs
-- reads: link_p_new
-- Pairs of members of the same household, for one member in 61, to see how alike the names of one household are.
select a.person_no as mkey, a.fname as a, a.syl as a_syl, b.person_no, b.fname as b, b.syl as b_syl
from link_p_new as a join link_p_new as b on b.hh_no = a.hh_no and b.person_no <> a.person_no
where a.val % 61 = 0 and a.fname <> '' and b.fname <> '' and a.fname <> b.fname
