-- table: persons
-- reads: clean_poor
-- order: person_no
-- by: person_no
-- through: clean_poor.rec_id
select
    person_no, hh_no, name, id_no, id18, id_class, sex,
    case
        when id_class in ('valid', 'valid15', 'disability', 'bad_check')
        then try_cast(substr(id18, 7, 8) as integer)
    end as birth,
    region, left(region, 6) as county, left(region, 9) as township, phone, relation, ethnic
from clean_poor
