-- table: case_study
-- reads: clean_students, links, case_person, case_spell, clean_schools, terms, area_tags
-- order: rec_id, term
-- by: person_no
-- through: links, case_person, case_spell
-- One row per linked student and term, from the first term of study to the end of the programme; facts as of its first day.
with student_terms as (
  select l.person_no, s.rec_id, s.org_code, s.reg_kind, s.enrol_month, s.major_class, s.stage, s.years,
    s.hukou_type, s.low_income, s.status, s.status_date, t.term, t.starts, t.ends, t.per_year,
    t.ordinal - min(t.ordinal) over (partition by s.rec_id) as nth
  from clean_students s
  join links l on l.register = 'students' and l.rec_id = s.rec_id
  join terms t on t.closes >= s.enrol_month
  where t.starts <= :period_end),
deep as (
  select distinct p.county, a.valid_from, a.valid_to
  from (select distinct county from case_person) p
  join area_tags a on a.tag = '3q3z' and p.county between a.code and
    case when right(a.code, 4) = '0000' then concat(left(a.code, 2), '9999')
      when right(a.code, 2) = '00' then concat(left(a.code, 4), '99') else a.code end),
deep_terms as (
  select distinct d.county, t.term from deep d join terms t on t.starts between d.valid_from and d.valid_to),
other as (
  select distinct s.rec_id, s.term from student_terms s
  join case_spell e on e.person_no = s.person_no and e.rec_id <> s.rec_id
    and e.from_date <= s.starts and e.to_date >= s.starts)
select s.person_no, 'students' as register, s.rec_id, s.term, s.starts as term_start,
  s.starts as period_from,
  -- The time check of other items ends with the registration, not with the term.
  case when s.status in ('2', '3', '4', '5', '6', '7', '8', '9', '10') and s.status_date between s.starts and s.ends
    then s.status_date else s.ends end as period_to,
  p.county as home_county, left(sc.region, 6) as school_county, s.org_code, s.enrol_month,
  s.reg_kind = '1' as full_time,
  case when s.status in ('0', '1') then s.status
    when s.status_date is null then null
    when s.status_date > s.starts then '1' else s.status end as status,
  sc.org_type in ('1', '2', '3') as school_approved,
  cast(floor(s.nth / s.per_year) as int) + 1 as study_year,
  coalesce(s.hukou_type, p.hukou_type) as hukou_type, s.major_class, s.stage,
  s.starts >= p.poor_from as poor,
  s.starts >= p.monitor_from and s.starts < p.monitor_to as monitored,
  s.starts > p.policy_to as policy_ended,
  s.starts >= p.dead_from as left_register,
  coalesce(s.low_income or p.hh_attr in ('2', '3'), s.low_income) as low_income,
  sc.ethnic_area, sc.tuition,
  d.county is not null as deep_poor_area,
  o.rec_id is not null as other_active,
  -- Whoever has one line can be stopped by no cap: the rules let these lines pass by the windows.
  cast(count(*) over (partition by s.person_no) as int) as person_lines
from student_terms s
join case_person p on p.person_no = s.person_no
left join clean_schools sc on sc.org_code = s.org_code
left join deep_terms d on d.county = p.county and d.term = s.term
left join other o on o.rec_id = s.rec_id and o.term = s.term
where s.years is null or s.nth < s.years * s.per_year
