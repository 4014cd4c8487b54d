-- table: link_numbered
-- reads: link_todo, link_p, link_repairs
-- order: ikey, person_no
-- Identities and people whose numbers are equal (1) or one slip apart, or equal and both faulty (2).
with met as (
    select m.ikey, p.person_no, case when m.ok = 1 and p.ok = 1 then 1 else 2 end as level
    from link_todo as m join link_p as p on p.num = m.num where length(m.num) >= 15
    union all
    select m.ikey, p.person_no, 2 from link_todo as m join link_repairs as r on r.num = m.num
    join link_p as p on p.num = r.val where m.ok = 0 and p.ok = 1
    union all
    select m.ikey, p.person_no, 2 from link_p as p join link_repairs as r on r.num = p.num
    join link_todo as m on m.num = r.val where p.ok = 0 and m.ok = 1
)
select ikey, person_no, min(level) as level from met group by ikey, person_no
