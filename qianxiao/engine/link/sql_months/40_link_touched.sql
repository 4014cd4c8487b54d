-- table: link_touched
-- reads: mentions, link_m_diff, link_p_moved, link_p_old, link_evidence_before, link_blocks_touched, link_numbers, link_numbers_before, link_phones, link_phones_before, link_limits, link_rulings, link_rulings_before
-- Mentions to decide anew: new, changed or gone; those with a candidate who changed; those whom a changed person now
-- resembles or whose number or phone is or was a changed person's; those whose number or phone has become, or ceased to
-- be, one of many; those on which people have spoken.
with person as (select person_no from link_p_moved union select person_no from link_p_old),
crowded as (
    select coalesce(a.num, b.num) as num from link_numbers as a full outer join link_numbers_before as b on b.num = a.num
    where a.num is null or b.num is null
),
busy as (select p.phone from link_phones as p cross join link_limits as l where p.n > l.shared_phone),
busy_before as (select p.phone from link_phones_before as p cross join link_limits as l where p.n > l.shared_phone),
phone as (
    select phone from link_p_moved where phone is not null
    union
    select phone from link_p_old where phone is not null
    union
    select coalesce(a.phone, b.phone) from busy as a full outer join busy_before as b on b.phone = a.phone
    where a.phone is null or b.phone is null
),
held as (select distinct cast(val as varchar(17)) as num from link_p_moved where val is not null)
select mkey from link_m_diff
union
select e.mkey from link_evidence_before as e join person as p on p.person_no = e.person_no
union
select mkey from link_blocks_touched
union
select m.register || '|' || m.rec_id from mentions as m join phone as p on p.phone = m.phone
union
select m.register || '|' || m.rec_id from mentions as m join held as h on h.num = left(m.id18, 17)
where m.id_class in ('valid', 'valid15', 'disability')
union
select m.register || '|' || m.rec_id from mentions as m join crowded as n on n.num = m.id18
union
select m.register || '|' || m.rec_id from mentions as m
join crowded as n on n.num = upper(translate(m.id_no, '０１２３４５６７８９ｘＸ　 -', '0123456789XX')) where m.id18 is null
union
select register || '|' || rec_id from link_rulings
union
select register || '|' || rec_id from link_rulings_before
