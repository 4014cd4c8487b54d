-- table: link_recs
-- reads: mentions, link_numbers, link_rulings, link_limits
-- order: register, rec_id
-- Each mention and the key of its identity: mentions that say the same are decided once.
with ruled as (
    select register, rec_id, listagg(told, ',') within group (order by told) as told
    from (select register, rec_id, person_no || ':' || cast(same as varchar(1)) as told from link_rulings) as t
    group by register, rec_id
),
folded as (
    select
        m.register, m.rec_id, m.name, m.id_class, m.sex, m.birth, m.region, m.phone, m.claimed_person_no as claimed, m.says_poor,
        case
            when m.id_no is not null and coalesce(m.id_class, '') <> 'missing'
            then coalesce(m.id18, upper(translate(m.id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX')))
        end as num,
        m.register || '|' || m.rec_id || '|' || r.told as told
    from mentions as m left join ruled as r on r.register = m.register and r.rec_id = m.rec_id
)
select
    f.register, f.rec_id, f.name, f.num, coalesce(f.id_class, 'missing') as id_class, f.sex, f.birth, f.region, f.phone,
    f.claimed, f.says_poor, f.told, case when n.names > l.shared_number then 1 else 0 end as shared,
    md5(concat_ws('|', coalesce(f.name, ''), coalesce(f.num, ''), coalesce(f.id_class, ''), coalesce(f.sex, ''),
        coalesce(cast(f.birth as varchar(8)), ''), coalesce(f.region, ''), coalesce(f.phone, ''),
        coalesce(f.claimed, ''), coalesce(cast(f.says_poor as varchar(1)), ''), coalesce(f.told, ''), case when n.names > l.shared_number then 'S' else '' end)) as ikey
from folded as f left join link_numbers as n on n.num = f.num cross join link_limits as l
