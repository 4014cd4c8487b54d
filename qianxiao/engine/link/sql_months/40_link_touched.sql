-- table: link_touched
-- reads: mentions, link_m_diff, link_p_diff, link_people, link_p_new, link_p_old, link_evidence_before, link_blocks_touched, link_numbers, link_numbers_before, link_rulings, link_rulings_before
-- Mentions to decide anew: new, changed or gone; those with a candidate who changed; those whom a changed person now
-- resembles or whose number or phone is or was a changed person's; those whose number has become, or ceased to be,
-- one of many; those on which people have spoken.
with person as (select person_no from link_p_diff union select person_no from link_people),
turned as (
    select coalesce(a.num, b.num) as num from link_numbers as a full outer join link_numbers_before as b on b.num = a.num
    where a.num is null or b.num is null
),
number as (
    select num from turned
    union
    select coalesce(id18, upper(id_no)) from link_people where id_class <> 'missing' and coalesce(id18, id_no) is not null
),
phone as (select phone from link_p_new where phone is not null union select phone from link_p_old where phone is not null)
select mkey from link_m_diff
union
select e.mkey from link_evidence_before as e join person as p on p.person_no = e.person_no
union
select mkey from link_blocks_touched
union
select m.register || '|' || m.rec_id from mentions as m
join number as n on n.num = coalesce(m.id18, upper(translate(m.id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX')))
union
select m.register || '|' || m.rec_id from mentions as m join phone as p on p.phone = m.phone
union
select register || '|' || rec_id from link_rulings
union
select register || '|' || rec_id from link_rulings_before
