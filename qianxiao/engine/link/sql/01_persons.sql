-- table: persons
-- reads: clean_poor, corrected
-- order: person_no
-- by: person_no
-- through: clean_poor.rec_id, corrected
-- The registered people, with what two people set right.
select
    p.person_no, p.hh_no, coalesce(n.value, p.name) as name, p.id_no, p.id18, p.id_class, coalesce(s.value, p.sex) as sex,
    coalesce(
        try_cast(b.value as integer),
        case
            when p.id_class in ('valid', 'valid15', 'disability', 'bad_check')
            then try_cast(substr(p.id18, 7, 8) as integer)
        end
    ) as birth,
    p.region, left(p.region, 6) as county, left(p.region, 9) as township, p.phone, p.relation, p.ethnic
from clean_poor as p
left join corrected as n on n.person_no = p.person_no and n.field = '姓名'
left join corrected as s on s.person_no = p.person_no and s.field = '性别'
left join corrected as b on b.person_no = p.person_no and b.field = '出生日期'
