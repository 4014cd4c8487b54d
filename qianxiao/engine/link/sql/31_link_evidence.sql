-- table: link_evidence
-- reads: link_blocks, link_m, link_near, link_numbered, link_holders, link_name_pairs, link_rulings, link_exact, link_p, link_gone, link_phones, link_limits
-- The level of evidence of each field for each candidate (levels: evidence.py), and what is compared with how common it
-- is. What people ruled out is no candidate.
with barred as (
    select register || '|' || rec_id as mkey, person_no from link_rulings where same = 0
),
held as (select distinct mkey from link_holders),
house as (select distinct mkey, hh_no from link_holders),
village as (select distinct mkey, region from link_holders),
pair as (
    select
        c.mkey, p.person_no, m.fname as mname, p.fname as pname, p.syl, m.shared, m.own_birth, p.hh_no,
        m.birth as mb, p.birth as pb, m.sex as ms, p.sex as ps, m.region as mr, p.region as pr, m.phone as mt, p.phone as pt,
        m.val as mv, p.val as pv, coalesce(m.num, '') as mn, coalesce(p.num, '') as pn, m.says_poor, p.lent, coalesce(n.level, 0) as number_level,
        case when h.mkey is null then 0 else 1 end as held, case when k.mkey is null then 0 else 1 end as house,
        case when v.mkey is null then 0 else 1 end as village,
        case when m.claimed = p.person_no then 1 else 0 end as claimed
    from link_blocks as c
    join link_m as m on m.mkey = c.mkey
    join link_near as p on p.mark = c.mark and p.gen = c.gen
    left join link_numbered as n on n.mkey = c.mkey and n.mark = c.mark and n.gen = c.gen
    left join held as h on h.mkey = c.mkey
    left join house as k on k.mkey = c.mkey and k.hh_no = p.hh_no
    left join village as v on v.mkey = c.mkey and v.region = p.region
    left join barred as b on b.mkey = c.mkey and b.person_no = p.person_no
    where b.mkey is null
),
numbered as (
    select
        p.*, case when mname = pname then 1 else coalesce(v.level, 8) end as ev_name,
        case
            when number_level = 1 and (shared = 0 or mname = pname) then 1
            when claimed = 1 then 7
            when (mv is null and mn = '') or (pv is null and pn = '') or shared = 1 or (lent = 1 and number_level = 0) then 0
            when number_level = 2 then 2
            when house = 1 then 3
            when left(coalesce(cast(mv as varchar(17)), case when length(mn) = 18 then mn end), 14)
                = left(coalesce(cast(pv as varchar(17)), case when length(pn) = 18 then pn end), 14) then 4
            when mv is null or pv is null then 5
            when village = 1 then 9
            when held = 1 then 8
            else 6
        end as ev_id
    from pair as p left join link_name_pairs as v on v.a = p.mname and v.b = p.pname
),
dated as (
    select
        *, case when floor(mb / 10000) = floor(pb / 10000) then 1 else 0 end as y,
        case when floor(mb / 100) % 100 = floor(pb / 100) % 100 then 1 else 0 end as mo,
        case when mb % 100 = pb % 100 then 1 else 0 end as d
    from numbered
),
every as (
    select
        mkey, person_no, ev_id, ev_name,
        case
            when mb is null or pb is null then 0
            when own_birth = 0 and (ev_id in (1, 2, 3, 4, 8, 9) or shared = 1) then 0
            when mb = pb then 1
            when y = 1 and mb % 100 = floor(pb / 100) % 100 and pb % 100 = floor(mb / 100) % 100 then 2
            -- a number that is wholly different brings its own birth date along: that tells nothing more
            when own_birth = 0 and ev_id = 6 then 0
            when y + mo + d = 2 then 3
            when y = 1 then 4
            else 5
        end as ev_birth,
        case when ms is null or ps is null then 0 when ms = ps then 1 else 2 end as ev_sex,
        case
            when mr is null or pr is null then 0
            when length(mr) = 12 and mr = pr then 1
            when length(mr) >= 9 and left(mr, 9) = left(pr, 9) then 2
            when left(mr, 6) = left(pr, 6) then 3
            when left(mr, 4) = left(pr, 4) then 4
            else 5
        end as ev_region,
        case when mt is null then 0 when mt = pt then 1 when pt is null then 0 else 2 end as ev_phone,
        case when says_poor is null then 0 when says_poor = 1 then 1 else 2 end as ev_group,
        pname as fname, syl, pv as val, pb as birth, pr as region, hh_no, mt as phone
    from dated
    union all
    select * from link_exact
),
asked as (select distinct hh_no, phone from every where phone is not null and ev_phone <> 1),
busy as (select b.phone from link_phones as b cross join link_limits as l where b.n > l.shared_phone),
shared_home as (
    select distinct a.hh_no, a.phone from link_p as p join asked as a on a.phone = p.phone and a.hh_no = p.hh_no
    left join busy as b on b.phone = p.phone left join link_gone as g on g.mark = p.mark and g.gen = p.gen
    where b.phone is null and g.mark is null
)
select
    e.mkey, e.person_no, e.ev_id, e.ev_name, e.ev_birth, e.ev_sex, e.ev_region,
    case when f.phone is not null and e.ev_phone <> 1 then 3 else e.ev_phone end as ev_phone, e.ev_group,
    e.fname, e.syl, e.val, e.birth, e.region, case when e.ev_phone = 1 then e.phone end as phone
from every as e left join shared_home as f on f.hh_no = e.hh_no and f.phone = e.phone
