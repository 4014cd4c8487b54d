-- table: link_holders
-- reads: link_m, link_p, link_exact
-- order: ikey, hh_no, region
-- Household and village that hold the valid number of an identity whose name does not fit the holder.
select distinct m.ikey, p.hh_no, p.region from link_m as m join link_p as p on p.num = m.num and p.fname <> m.fname
where m.ok = 1 and p.ok = 1 and m.ikey not in (select ikey from link_exact)
