-- table: link_fate_new
-- reads: link_scored, link_todo, link_limits
-- order: ikey, rank, person_no
-- What becomes of each identity. Rivals count against the best, except the same human registered twice.
with ranked as (
    select s.*, row_number() over (partition by ikey order by bits desc, person_no) as rank from link_scored as s
),
best as (select * from ranked where rank = 1),
rival as (
    select r.ikey, max(r.bits) as bits from ranked as r join best as b on b.ikey = r.ikey
    where r.rank > 1 and not (r.ok = 1 and b.ok = 1 and r.num = b.num and r.fname = b.fname)
    group by r.ikey
),
judged as (
    select b.ikey, b.bits - greatest(coalesce(v.bits, 0), 0) as net from best as b left join rival as v on v.ikey = b.ikey
),
kept as (
    select
        r.ikey, r.person_no, r.ev_id, r.ev_name, r.ev_birth, r.ev_sex, r.ev_region, r.ev_phone, r.ev_group, r.rank,
        case when j.net >= l.auto_bits then 1 else 0 end as auto,
        case when j.net >= l.auto_bits then j.net else r.bits end as bits, l.conflict_level,
        case when r.ev_id = 1 and r.ev_name >= l.conflict_level then 1 else 0 end as conflict
    from ranked as r join judged as j on j.ikey = r.ikey cross join link_limits as l
    where (j.net >= l.auto_bits and r.rank = 1)
    or (j.net < l.auto_bits and (r.bits >= l.doubt_bits or (r.ev_id = 1 and r.ev_name >= l.conflict_level)))
)
select
    t.ikey, k.person_no,
    cast(case when k.ikey is not null then row_number() over (partition by t.ikey order by k.bits desc, k.person_no) else 0 end
        as integer) as rank,
    case
        when k.ikey is null then 'none'
        when k.auto = 0 and k.conflict = 1 then 'conflict'
        when k.auto = 0 then 'doubtful'
        when k.ev_id = 1 and k.ev_name = 1 then 'exact'
        when k.ev_id = 1 then 'id_variant'
        when k.ev_id = 2 then 'repaired'
        else 'probable'
    end as fate,
    cast(k.bits as integer) as bits, k.ev_id, k.ev_name, k.ev_birth, k.ev_sex, k.ev_region, k.ev_phone, k.ev_group
from link_todo as t left join kept as k on k.ikey = t.ikey
