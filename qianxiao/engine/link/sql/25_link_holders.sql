-- table: link_holders
-- reads: link_numbered, link_sure, link_p, link_gone
-- Household and village that hold the valid number of a mention whose name does not fit the holder.
select distinct n.mkey, p.hh_no, p.region
from link_numbered as n join link_p as p on p.person_no = n.person_no and p.gen = n.gen
left join link_sure as s on s.mkey = n.mkey
left join link_gone as g on g.person_no = n.person_no and n.gen < g.gen
where n.level = 1 and s.mkey is null and g.person_no is null
