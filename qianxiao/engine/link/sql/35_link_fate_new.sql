-- table: link_fate_new
-- reads: link_scored, link_limits
-- What becomes of each mention; without a row here it resembles nobody. Rivals count against the best, except the same human registered twice.
with ranked as (
    select s.*, row_number() over (partition by mkey order by bits desc, person_no) as rank from link_scored as s
),
best as (select * from ranked where rank = 1),
rival as (
    select r.mkey, max(r.bits) as bits from ranked as r join best as b on b.mkey = r.mkey
    where r.rank > 1 and not coalesce(r.val = b.val and r.fname = b.fname, false)
    group by r.mkey
),
judged as (
    select b.mkey, b.bits - greatest(coalesce(v.bits, 0), 0) as net from best as b left join rival as v on v.mkey = b.mkey
),
kept as (
    select
        r.mkey, r.person_no, r.ev_id, r.ev_name, r.ev_birth, r.ev_sex, r.ev_region, r.ev_phone, r.ev_group, r.rank,
        case when j.net >= l.auto_bits then 1 else 0 end as auto,
        case when j.net >= l.auto_bits then j.net else r.bits end as bits, l.conflict_level,
        case when r.ev_id = 1 and r.ev_name >= l.conflict_level then 1 else 0 end as conflict
    from ranked as r join judged as j on j.mkey = r.mkey cross join link_limits as l
    where (j.net >= l.auto_bits and r.rank = 1)
    or (j.net < l.auto_bits and (r.bits >= l.doubt_bits or (r.ev_id = 1 and r.ev_name >= l.conflict_level)))
)
select
    k.mkey, k.person_no, cast(row_number() over (partition by k.mkey order by k.bits desc, k.person_no) as integer) as rank,
    case
        when k.auto = 0 and k.conflict = 1 then 'conflict'
        when k.auto = 0 then 'doubtful'
        when k.ev_id = 1 and k.ev_name = 1 then 'exact'
        when k.ev_id = 1 then 'id_variant'
        when k.ev_id = 2 then 'repaired'
        else 'probable'
    end as fate,
    cast(k.bits as integer) as bits, k.ev_id, k.ev_name, k.ev_birth, k.ev_sex, k.ev_region, k.ev_phone, k.ev_group
from kept as k
