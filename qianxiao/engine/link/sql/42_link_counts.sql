-- table: link_counts
-- reads: mentions, links, doubts
-- order: register, link_class
-- Mentions by register and class; every mention in exactly one.
with doubted as (select distinct register, rec_id from doubts)
select
    m.register, coalesce(k.link_class, case when d.rec_id is not null then 'doubtful' else 'none' end) as link_class,
    count(*) as n
from mentions as m
left join links as k on k.register = m.register and k.rec_id = m.rec_id
left join doubted as d on d.register = m.register and d.rec_id = m.rec_id
group by all
