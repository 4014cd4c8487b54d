-- table: link_kin_named
-- reads: link_kin_pairs
-- The different names that meet in households.
select distinct a, b, case when a_syl = b_syl then 1 else 0 end as heard from link_kin_pairs
