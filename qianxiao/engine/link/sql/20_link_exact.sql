-- table: link_exact
-- reads: link_asked, persons, link_names, link_phones, link_limits, link_rulings
-- Mentions whose valid number and name equal a registered person's to the letter: decided first, on the columns as given.
-- Levels: evidence.py. told_phone is left where another member of the household may have the phone.
with busy as (select b.phone from link_phones as b cross join link_limits as l where b.n > l.shared_phone),
barred as (select register, rec_id, person_no from link_rulings where same = 0),
pair as (
    select
        m.register, m.rec_id, p.person_no, p.hh_no, p.name, p.birth, p.region, m.id18, m.birth as mb, m.sex as ms,
        m.region as mr, m.phone as mt, m.says_poor, case when p.sex in ('1', '2') then p.sex end as ps, p.phone as pt
    from link_asked as m join persons as p on p.id18 = m.id18 and p.name = m.name
    where m.id_class in ('valid', 'valid15', 'disability') and p.id_class in ('valid', 'valid15', 'disability')
)
select
    c.register || '|' || c.rec_id as mkey, c.person_no, 1 as ev_id, 1 as ev_name,
    case when c.mb is null or c.birth is null or substr(c.id18, 7, 8) = cast(c.mb as varchar(8)) then 0
        when c.mb = c.birth then 1
        when floor(c.mb / 10000) = floor(c.birth / 10000)
            and c.mb % 100 = floor(c.birth / 100) % 100 and c.birth % 100 = floor(c.mb / 100) % 100 then 2
        when case when floor(c.mb / 10000) = floor(c.birth / 10000) then 1 else 0 end
            + case when floor(c.mb / 100) % 100 = floor(c.birth / 100) % 100 then 1 else 0 end
            + case when c.mb % 100 = c.birth % 100 then 1 else 0 end = 2 then 3
        when floor(c.mb / 10000) = floor(c.birth / 10000) then 4
        else 5
    end as ev_birth,
    case when c.ms not in ('1', '2') or c.ms is null or c.ps is null then 0 when c.ms = c.ps then 1 else 2 end as ev_sex,
    case
        when c.mr is null or c.region is null then 0
        when length(c.mr) = 12 and c.mr = c.region then 1
        when length(c.mr) >= 9 and left(c.mr, 9) = left(c.region, 9) then 2
        when left(c.mr, 6) = left(c.region, 6) then 3
        when left(c.mr, 4) = left(c.region, 4) then 4
        else 5
    end as ev_region,
    case when c.mt is null then 0 when b.phone is not null or c.pt is null then 0 when c.mt = c.pt then 1 else 2 end as ev_phone,
    case when c.says_poor is null then 0 when c.says_poor = 1 then 1 else 2 end as ev_group,
    n.fname, n.syl, cast(left(c.id18, 17) as bigint) as val, c.birth, c.region, c.hh_no, c.mt as phone
from pair as c join link_names as n on n.name = c.name left join busy as b on b.phone = c.pt
left join barred as x on x.register = c.register and x.rec_id = c.rec_id and x.person_no = c.person_no
where x.person_no is null and n.fname <> ''
