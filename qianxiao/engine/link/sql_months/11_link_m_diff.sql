-- table: link_m_diff
-- reads: link_seen, link_seen_before
-- Mentions that are new, changed or gone since the month remembered.
select distinct coalesce(n.mkey, b.mkey) as mkey
from link_seen as n full outer join link_seen_before as b on b.mkey = n.mkey and b.mark = n.mark
where n.mkey is null or b.mkey is null
