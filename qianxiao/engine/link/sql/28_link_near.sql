-- table: link_near
-- reads: link_p, link_blocks, link_phones, link_lent, link_limits
-- The people who are candidates of some mention. A phone that many share says nothing and is left out, and so is a
-- birth date read from a number of several people.
with busy as (select b.phone from link_phones as b cross join link_limits as l where b.n > l.shared_phone)
select
    p.mark, p.gen, p.person_no, p.hh_no, p.fname, p.syl, p.val, p.num, case when t.val is null then 0 else 1 end as lent,
    case when t.val is null then p.birth end as birth, p.sex, p.region, case when b.phone is null then p.phone end as phone
from link_p as p join (select distinct mark, gen from link_blocks) as c on c.mark = p.mark and c.gen = p.gen
left join link_lent as t on t.val = p.val left join busy as b on b.phone = p.phone
