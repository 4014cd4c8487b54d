-- table: link_numbered
-- reads: link_m, link_p, link_repairs
-- Mentions and people whose numbers are equal (1) or one slip apart, or equal and both faulty (2). A number of the
-- length of one digit too few to one too many is meant; shorter ones say nothing.
with met as (
    select m.mkey, p.person_no, p.gen, 1 as level, case when p.fname = m.fname and m.fname <> '' then 1 else 0 end as named
    from link_m as m join link_p as p on p.val = m.val
    union all
    select m.mkey, p.person_no, p.gen, 2, 0 from link_m as m join link_p as p on p.num = m.num where length(m.num) >= 15
    union all
    select m.mkey, p.person_no, p.gen, 2, 0 from link_m as m join link_repairs as r on r.num = m.num join link_p as p on p.val = r.val
    union all
    select m.mkey, p.person_no, p.gen, 2, 0 from link_p as p join link_repairs as r on r.num = p.num join link_m as m on m.val = r.val
)
select mkey, person_no, gen, min(level) as level, max(named) as named from met group by mkey, person_no, gen
