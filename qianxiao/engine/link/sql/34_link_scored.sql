-- table: link_scored
-- reads: link_evidence, link_weights, link_common, link_scale
-- Hundredths of bits for "same person" against the likeliest of "stranger", "relative", "namesake near by".
with looked as (
    select
        *,
        case ev_name when 1 then fname when 2 then cast(syl as varchar(20)) end as name_key,
        case when ev_name = 1 then 'name' else 'sound' end as name_kind,
        case when ev_birth = 1 then cast(birth as varchar(8)) end as birth_key,
        case ev_region when 1 then region when 2 then left(region, 9) when 3 then left(region, 6) when 4 then left(region, 4) end as region_key,
        case when ev_id = 9 and ev_region <> 1 then region end as village_key,
        case when ev_name in (1, 2) and ev_region in (1, 2, 3) then left(region, 6) || left(fname, 1) end as local_key
    from link_evidence
),
common as (
    select
        k.*, s.once, s.same_prior, s.kin_prior, s.namesake_prior,
        case when name_key is null then 0 else coalesce(cn.bits, case when name_kind = 'name' then s.once_name else s.once end) end
        + case when birth_key is null then 0 else coalesce(cb.bits, s.once) end
        + case when region_key is null then 0 else coalesce(cr.bits, s.once) end
        + case when phone is null then 0 else coalesce(ct.bits, s.once) end
        + case when village_key is null then 0 else least(coalesce(cv.bits, s.once) - coalesce(cr.bits, 0), 0) end
        + case when ev_phone = 3 then s.once else 0 end + coalesce(cs.bits, 0)
        + case when ev_id in (1, 2, 3, 7) then s.once else 0 end as chance
    from looked as k cross join link_scale as s
    left join link_common as cn on cn.kind = k.name_kind and cn.key = k.name_key
    left join link_common as cb on cb.kind = 'birth' and cb.key = k.birth_key
    left join link_common as cr on cr.kind = 'region' and cr.key = k.region_key
    left join link_common as cv on cv.kind = 'region' and cv.key = k.village_key
    left join link_common as cs on cs.kind = 'local' and cs.key = k.local_key
    left join link_common as ct on ct.kind = 'phone' and ct.key = k.phone
),
weighed as (
    select
        c.mkey, c.person_no, c.ev_id, c.ev_name, c.ev_birth, c.ev_sex, c.ev_region, c.ev_phone, c.ev_group, c.val, c.fname,
        c.same_prior + wi.same + wn.same + wb.same + ws.same + wr.same + wt.same + wg.same as same,
        c.chance + wi.stranger + wn.stranger + wb.stranger + ws.stranger + wr.stranger + wt.stranger + wg.stranger as stranger,
        c.kin_prior + wi.kin + wn.kin + wb.kin + ws.kin + wr.kin + wt.kin + wg.kin as kin,
        c.namesake_prior + wi.namesake + wn.namesake + wb.namesake + ws.namesake + wr.namesake + wt.namesake + wg.namesake as namesake
    from common as c
    join link_weights as wi on wi.field = 'id' and wi.level = c.ev_id
    join link_weights as wn on wn.field = 'name' and wn.level = c.ev_name
    join link_weights as wb on wb.field = 'birth' and wb.level = c.ev_birth
    join link_weights as ws on ws.field = 'sex' and ws.level = c.ev_sex
    join link_weights as wr on wr.field = 'region' and wr.level = c.ev_region
    join link_weights as wt on wt.field = 'phone' and wt.level = c.ev_phone
    join link_weights as wg on wg.field = 'group' and wg.level = c.ev_group
)
select
    mkey, person_no, ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group, val, fname,
    cast(same - greatest(stranger, kin, namesake) as integer) as bits
from weighed
