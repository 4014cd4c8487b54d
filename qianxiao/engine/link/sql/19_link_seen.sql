-- table: link_seen
-- reads: mentions
-- by: mkey
-- Each mention with a mark that tells next month whether it has changed.
select
    register || '|' || rec_id as mkey,
    xxhash64(coalesce(name, ''), coalesce(id18, ''), coalesce(id_no, ''), coalesce(id_class, ''),
        coalesce(sex, ''), coalesce(cast(birth as varchar(9)), ''), coalesce(region, ''), coalesce(phone, ''),
        coalesce(claimed_person_no, ''), coalesce(cast(says_poor as varchar(2)), '')) as mark
from mentions
