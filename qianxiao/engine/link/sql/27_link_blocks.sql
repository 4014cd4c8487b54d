-- table: link_blocks
-- reads: link_open, link_p, link_numbered, link_sure, link_holders, link_gone
-- Candidates: equal keys, each narrow enough that few people share it. The number a mention gives for somebody of
-- equal name leaves only the people of that number and name.
with dated as (
    select mkey, syl, day, fname, 0 as turned from link_open where day is not null
    union all
    select mkey, syl, other_day, fname, 1 from link_open where other_day is not null and other_day <> day
),
met as (
    select n.mkey, n.person_no, n.gen from link_numbered as n join link_sure as s on s.mkey = n.mkey where n.level = 1 and n.named = 1
    union all
    select n.mkey, n.person_no, n.gen from link_numbered as n join link_open as m on m.mkey = n.mkey
    union all
    select h.mkey, p.person_no, p.gen from link_holders as h join link_open as m on m.mkey = h.mkey join link_p as p on p.hh_no = h.hh_no
    union all
    select h.mkey, p.person_no, p.gen from link_holders as h join link_open as m on m.mkey = h.mkey
    join link_p as p on p.syl = m.syl and p.region = h.region
    union all
    select m.mkey, p.person_no, p.gen from link_open as m join link_p as p on p.person_no = m.claimed
    union all
    select m.mkey, p.person_no, p.gen from dated as m join link_p as p on p.birth = m.day and p.syl = m.syl
    where m.turned = 0 or p.fname = m.fname
    union all
    select m.mkey, p.person_no, p.gen from link_open as m join link_p as p on p.birth = m.day and left(p.region, 6) = m.county
    where m.ok = 0 and (m.sex is null or p.sex is null or m.sex = p.sex)
    union all
    select m.mkey, p.person_no, p.gen from link_open as m join link_p as p on p.birth = m.day and left(p.region, 6) = m.county
    where m.ok = 1 and p.val is null and (m.sex is null or p.sex is null or m.sex = p.sex)
    union all
    select m.mkey, p.person_no, p.gen from link_open as m join link_p as p on p.phone = m.phone
    union all
    select m.mkey, p.person_no, p.gen from link_open as m join link_p as p on p.syl = m.syl and left(p.region, 9) = m.township
    union all
    select m.mkey, p.person_no, p.gen from link_open as m join link_p as p on p.fname = m.fname and left(p.region, 6) = m.county
    where m.loose = 1 or p.val is null or p.lent = 1 or floor(p.birth / 10000) = floor(m.day / 10000)
)
select distinct c.mkey, c.person_no, c.gen from met as c left join link_gone as g on g.person_no = c.person_no and c.gen < g.gen
where g.person_no is null
