-- table: case_spell
-- reads: clean_students, links
-- order: person_no, rec_id
-- by: person_no
-- through: links
-- Full-time registrations of linked people, from enrolment to the day they ended; null: ended, day not known.
select l.person_no, s.rec_id, s.enrol_month * 100 + 1 as from_date,
  case when s.status in ('4', '5', '6', '7', '8', '9', '10') then s.status_date else 99991231 end as to_date
from clean_students s
join links l on l.register = 'students' and l.rec_id = s.rec_id
where s.reg_kind = '1' and s.status <> '0' and s.enrol_month is not null
