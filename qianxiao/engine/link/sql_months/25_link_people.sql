-- table: link_people
-- reads: persons, link_p_diff, link_phones, link_phones_before, link_lent, link_lent_before, link_limits
-- People to derive anew: those who changed, and those whose phone or number has become, or ceased to be, one of many.
with busy as (select p.phone from link_phones as p cross join link_limits as l where p.n > l.shared_phone),
busy_before as (select p.phone from link_phones_before as p cross join link_limits as l where p.n > l.shared_phone),
phone_turned as (
    select coalesce(a.phone, b.phone) as phone from busy as a full outer join busy_before as b on b.phone = a.phone
    where a.phone is null or b.phone is null
),
lent_turned as (
    select coalesce(a.val, b.val) as val from link_lent as a full outer join link_lent_before as b on b.val = a.val
    where a.val is null or b.val is null
),
meant as (
    select person_no from link_p_diff
    union
    select p.person_no from persons as p join phone_turned as t on t.phone = p.phone
    union
    select p.person_no from persons as p join lent_turned as t on t.val = cast(left(p.id18, 17) as bigint)
    where p.id_class in ('valid', 'valid15', 'disability')
)
select p.* from persons as p join meant as m on m.person_no = p.person_no
