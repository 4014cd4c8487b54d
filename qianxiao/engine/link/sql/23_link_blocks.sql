-- table: link_blocks
-- reads: link_todo, link_p, link_numbered, link_holders, link_exact
-- order: ikey, person_no
-- Candidates: equal keys, each narrow enough that few people share it.
with open_m as (
    select
        m.*, left(m.region, 6) as county, case when length(m.region) >= 9 then left(m.region, 9) end as township,
        case when m.own_birth = 1 or m.ok = 0 or m.shared = 0 then m.birth end as day,
        case when h.ikey is null then 0 else 1 end as held
    from link_todo as m left join link_exact as e on e.ikey = m.ikey
    left join (select distinct ikey from link_holders) as h on h.ikey = m.ikey
    where e.ikey is null and m.fname <> ''
)
select m.ikey, p.person_no from link_todo as m join link_p as p on p.num = m.num and p.fname = m.fname
where m.ok = 1 and p.ok = 1
union
select n.ikey, n.person_no from link_numbered as n join open_m as m on m.ikey = n.ikey
union
select h.ikey, p.person_no from link_holders as h join open_m as m on m.ikey = h.ikey join link_p as p on p.hh_no = h.hh_no
union
select h.ikey, p.person_no from link_holders as h join open_m as m on m.ikey = h.ikey
join link_p as p on p.region = h.region and p.syl = m.syl
union
select m.ikey, p.person_no from open_m as m join link_p as p on p.person_no = m.claimed
union
select m.ikey, p.person_no from open_m as m join link_p as p on p.birth = m.day and p.fname = m.fname
union
select m.ikey, p.person_no from open_m as m join link_p as p on p.birth = m.day and p.syl = m.syl
union
select m.ikey, p.person_no from open_m as m join link_p as p on p.birth = m.day and p.county = m.county
where coalesce(m.sex, '') in ('', coalesce(p.sex, '')) and (m.ok = 0 or p.ok = 0)
union
select m.ikey, p.person_no from open_m as m join link_p as p
on p.fname = m.fname and floor(p.birth / 10000) = floor(m.day / 10000) and p.county = m.county
union
select m.ikey, p.person_no from open_m as m join link_p as p on p.phone = m.phone
union
select m.ikey, p.person_no from open_m as m join link_p as p on p.syl = m.syl and p.township = m.township
union
select m.ikey, p.person_no from open_m as m join link_p as p
on p.fname = m.fname and floor(p.birth / 10000) = floor(m.day / 10000)
and p.birth % 100 = floor((m.day % 10000) / 100) and floor((p.birth % 10000) / 100) = m.day % 100
union
select m.ikey, p.person_no from open_m as m join link_p as p on p.fname = m.fname and p.county = m.county
where m.ok = 0 or p.ok = 0 or p.lent = 1 or m.shared = 1 or m.held = 1
