-- table: case_certificate
-- reads: clean_certificates, clean_insurance, links, case_person, case_spell
-- order: rec_id
-- by: person_no
-- through: links, case_person, case_spell
-- One row per linked certificate; facts about the person as of its date of issue.
with certificate as (
  select l.person_no, c.rec_id, c.cert_kind, c.occupation_code, c.level, c.issue_date, c.issuer_code
  from clean_certificates c join links l on l.register = 'certificates' and l.rec_id = c.rec_id
  where c.issue_date <= :period_end),
student as (
  select c.rec_id, count_if(e.to_date >= c.issue_date) as sure, count_if(e.to_date is null) as unsure
  from certificate c join case_spell e on e.person_no = c.person_no and e.from_date <= c.issue_date
  group by c.rec_id),
pensioner as (
  select l.person_no, min(i.pension_from) as pension_from
  from clean_insurance i join links l on l.register = 'insurance' and l.rec_id = i.rec_id
  group by l.person_no)
select c.person_no, 'certificates' as register, c.rec_id, cast(null as varchar(5)) as term,
  c.issue_date as period_from, c.issue_date as period_to, c.issue_date, p.county as home_county,
  c.cert_kind, c.occupation_code, c.level, c.issuer_code,
  c.issue_date >= p.poor_from as poor,
  c.issue_date >= p.monitor_from and c.issue_date < p.monitor_to as monitored,
  c.issue_date >= p.dead_from as left_register,
  case when s.sure > 0 then true when s.unsure > 0 then null else false end as full_time_student,
  coalesce(i.pension_from <= c.issue_date, false) as pension,
  -- Whoever has one line can be stopped by no cap: the rules let these lines pass by the windows.
  cast(count(*) over (partition by c.person_no) as int) as person_lines
from certificate c
join case_person p on p.person_no = c.person_no
left join student s on s.rec_id = c.rec_id
left join pensioner i on i.person_no = c.person_no
