-- table: person_keys
-- reads: mentions, links
-- order: register, rec_id
-- by: register, rec_id
-- through: mentions, links
-- One key per mentioned person, also for people outside the register, so that they can be counted and checked.
select
    m.register, m.rec_id,
    case
        when k.person_no is not null then k.person_no
        when m.id_class in ('valid', 'valid15', 'disability') then 'id:' || m.id18
        else 'rec:' || m.register || '|' || m.rec_id
    end as person_key
from mentions as m left join links as k on k.register = m.register and k.rec_id = m.rec_id
