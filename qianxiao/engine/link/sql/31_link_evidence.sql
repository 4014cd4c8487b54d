-- table: link_evidence
-- reads: link_blocks, link_todo, link_p, link_numbered, link_holders, link_name_pairs, link_recs, link_rulings
-- order: ikey, person_no
-- The level of evidence of each field for each candidate (levels: evidence.py). What people ruled out is no candidate.
with barred as (
    select distinct r.ikey, d.person_no from link_rulings as d
    join link_recs as r on r.register = d.register and r.rec_id = d.rec_id where d.same = 0
),
housephone as (select distinct hh_no, phone from link_p where phone is not null),
held as (select distinct ikey from link_holders),
house as (select distinct ikey, hh_no from link_holders),
village as (select distinct ikey, region from link_holders),
pair as (
    select
        c.ikey, c.person_no, m.fname as mname, p.fname as pname, m.shared, m.own_birth, p.hh_no,
        m.birth as mb, p.birth as pb, m.sex as ms, p.sex as ps, m.region as mr, p.region as pr, m.phone as mt, p.phone as pt,
        m.num as mn, p.num as pn, m.says_poor, m.ok as mok, p.ok as pok, p.lent, coalesce(n.level, 0) as number_level,
        case when h.ikey is null then 0 else 1 end as held, case when k.ikey is null then 0 else 1 end as house,
        case when v.ikey is null then 0 else 1 end as village,
        case when m.claimed = p.person_no then 1 else 0 end as claimed,
        case when f.phone is null then 0 else 1 end as house_phone
    from link_blocks as c
    join link_todo as m on m.ikey = c.ikey
    join link_p as p on p.person_no = c.person_no
    left join link_numbered as n on n.ikey = c.ikey and n.person_no = c.person_no
    left join held as h on h.ikey = c.ikey
    left join house as k on k.ikey = c.ikey and k.hh_no = p.hh_no
    left join village as v on v.ikey = c.ikey and v.region = p.region
    left join housephone as f on f.hh_no = p.hh_no and f.phone = m.phone
    left join barred as b on b.ikey = c.ikey and b.person_no = c.person_no
    where b.ikey is null
),
numbered as (
    select
        p.*, case when mname = pname then 1 else coalesce(v.level, 8) end as ev_name,
        case
            when number_level = 1 and (shared = 0 or mname = pname) then 1
            when claimed = 1 then 7
            when mn is null or pn is null or shared = 1 or (lent = 1 and number_level = 0) then 0
            when number_level = 2 then 2
            when house = 1 then 3
            when length(mn) = 18 and length(pn) = 18 and left(mn, 14) = left(pn, 14) then 4
            when mok = 0 or pok = 0 then 5
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
)
select
    ikey, person_no, ev_id, ev_name,
    case
        when mb is null or pb is null then 0
        when own_birth = 0 and (ev_id in (1, 2, 3, 4, 8, 9) or shared = 1) then 0
        when mb = pb then 1
        when y = 1 and mb % 100 = floor(pb / 100) % 100 and pb % 100 = floor(mb / 100) % 100 then 2
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
    case
        when mt is null then 0
        when mt = pt then 1
        when house_phone = 1 then 3
        when pt is null then 0
        else 2
    end as ev_phone,
    case when says_poor is null then 0 when says_poor = 1 then 1 else 2 end as ev_group
from dated
