-- table: link_near
-- reads: link_p, link_blocks
-- The people who are candidates of some mention.
select p.person_no, p.hh_no, p.fname, p.syl, p.val, p.num, p.lent, p.birth, p.sex, p.region, p.phone
from link_p as p join (select distinct person_no, gen from link_blocks) as c on c.person_no = p.person_no and c.gen = p.gen
