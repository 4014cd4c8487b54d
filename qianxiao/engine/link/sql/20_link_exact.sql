-- table: link_exact
-- reads: link_asked, link_p, link_gone, link_names, link_phones, link_lent, link_limits, link_rulings
-- Mentions whose valid number and folded name both equal a registered person's: decided first, they need no other
-- candidates. Levels: evidence.py. phone is left where another member of the household may have it.
with busy as (select b.phone from link_phones as b cross join link_limits as l where b.n > l.shared_phone),
barred as (select register, rec_id, person_no from link_rulings where same = 0),
meant as (
    select
        m.register, m.rec_id, m.id18, m.birth, m.sex, m.region, m.phone, m.says_poor, n.fname, cast(left(m.id18, 17) as bigint) as val
    from link_asked as m join link_names as n on n.name = m.name
    where m.id_class in ('valid', 'valid15', 'disability') and n.fname <> ''
),
pair as (
    select
        m.register, m.rec_id, p.person_no, p.hh_no, p.fname, p.syl, p.val, m.id18, p.birth as pb, p.region, m.birth as mb, m.sex as ms,
        m.region as mr, m.phone as mt, m.says_poor, p.sex as ps, p.phone as pt, p.mark, p.gen
    -- joined by number alone: as a second key the name of everybody registered would be hashed
    from meant as m join link_p as p on p.val = m.val and case when p.fname = m.fname then 1 else 0 end = 1
),
known as (
    select c.*, case when t.val is null then c.pb end as birth, case when b.phone is null then c.pt end as phone
    from pair as c left join link_lent as t on t.val = c.val left join busy as b on b.phone = c.pt
    left join link_gone as g on g.mark = c.mark and g.gen = c.gen
    left join barred as x on x.register = c.register and x.rec_id = c.rec_id and x.person_no = c.person_no
    where g.mark is null and x.person_no is null
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
    case when c.mt is null or c.phone is null then 0 when c.mt = c.phone then 1 else 2 end as ev_phone,
    case when c.says_poor is null then 0 when c.says_poor = 1 then 1 else 2 end as ev_group,
    c.fname, c.syl, c.val, c.birth, c.region, c.hh_no, c.mt as phone
from known as c
