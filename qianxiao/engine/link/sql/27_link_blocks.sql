-- table: link_blocks
-- reads: link_open, link_p, link_gone, link_lent, link_numbered, link_holders
-- Candidates: equal keys, each narrow enough that few people share it.
with dated as (
    select mkey, syl, day, fname, 0 as turned from link_open where day is not null
    union all
    select mkey, syl, other_day, fname, 1 from link_open where other_day is not null and other_day <> day
),
placed as (
    select mkey, fname, syl, county, township, null as village, loose, floor(day / 10000) as year from link_open where county is not null
    union all
    select h.mkey, m.fname, m.syl, left(h.region, 6), null, h.region, 0, null
    from link_holders as h join link_open as m on m.mkey = h.mkey where h.region is not null
),
met as (
    select n.mkey, n.mark, n.gen from link_numbered as n join link_open as m on m.mkey = n.mkey
    union all
    select h.mkey, p.mark, p.gen from link_holders as h join link_open as m on m.mkey = h.mkey join link_p as p on p.hh_no = h.hh_no
    union all
    select m.mkey, p.mark, p.gen from link_open as m join link_p as p on p.person_no = m.claimed
    union all
    select m.mkey, p.mark, p.gen from dated as m join link_p as p on p.birth = m.day and p.syl = m.syl
    left join link_lent as t on t.val = p.val where t.val is null and (m.turned = 0 or p.fname = m.fname)
    union all
    select m.mkey, p.mark, p.gen from link_open as m join link_p as p on p.birth = m.day and left(p.region, 6) = m.county
    left join link_lent as t on t.val = p.val
    where t.val is null and (m.ok = 0 or p.val is null) and (m.sex is null or p.sex is null or m.sex = p.sex)
    union all
    select m.mkey, p.mark, p.gen from link_open as m join link_p as p on p.phone = m.phone
    union all
    select m.mkey, p.mark, p.gen from placed as m join link_p as p on p.syl = m.syl and left(p.region, 6) = m.county
    left join link_lent as t on t.val = p.val
    where left(p.region, 9) = m.township or p.region = m.village
        or (m.village is null and p.fname = m.fname
            and (m.loose = 1 or p.val is null or t.val is not null or floor(p.birth / 10000) = m.year))
)
select distinct c.mkey, c.mark, c.gen from met as c left join link_gone as g on g.mark = c.mark and g.gen = c.gen
where g.mark is null
