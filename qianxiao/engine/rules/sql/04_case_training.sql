-- table: case_training
-- reads: clean_trainees, clean_certificates, clean_insurance, links, case_person, case_spell, rule_lists
-- order: rec_id
-- by: person_no
-- through: links, case_person, case_spell
-- One row per linked trainee row that has begun; facts about the person as of the first day of the class.
with trainee as (
  select l.person_no, t.*, left(t.region, 6) as class_county,
    case when t.end <= :period_end then t.end else t.start end as class_date,
    coalesce(t.end, t.start) as last_day
  from clean_trainees t
  join links l on l.register = 'trainees' and l.rec_id = t.rec_id
  where t.start <= :period_end),
certificate as (
  select l.person_no, c.rec_id, c.occupation_code, c.level, c.cert_kind, c.issue_date
  from clean_certificates c join links l on l.register = 'certificates' and l.rec_id = c.rec_id
  where c.issue_date <= :period_end),
found as (
  select t.rec_id, c.cert_kind, c.issue_date, c.rec_id as cert_no,
    row_number() over (partition by t.rec_id order by c.issue_date, c.rec_id) as nth
  from trainee t
  join certificate c on c.person_no = t.person_no
    -- No equation: few occupations have many rows each, and no plan may begin by joining on them.
    and case when c.occupation_code = t.occupation_code then 1 else 0 end = 1
    and c.issue_date >= t.start and coalesce(c.level, t.train_level, '') = coalesce(t.train_level, c.level, '')),
student as (
  select t.rec_id, count_if(e.to_date >= t.start) as sure, count_if(e.to_date is null) as unsure
  from trainee t join case_spell e on e.person_no = t.person_no and e.from_date <= t.last_day
  group by t.rec_id),
pensioner as (
  select l.person_no, min(i.pension_from) as pension_from
  from clean_insurance i join links l on l.register = 'insurance' and l.rec_id = i.rec_id
  group by l.person_no),
short as (
  select distinct t.rec_id from trainee t
  join rule_lists u on u.list = 'urgent_occupations' and u.code = t.occupation_code
    and t.class_date between u.from_date and u.to_date and left(t.class_county, length(coalesce(u.region, ''))) = coalesce(u.region, ''))
select t.person_no, 'trainees' as register, t.rec_id, cast(null as varchar(5)) as term,
  t.start as period_from, t.last_day as period_to, t.class_date, t.class_county, p.county as home_county,
  t.org_code, t.class_no, t.person_group, t.occupation_code, t.train_level, t.train_type, t.train_mode,
  t.hours, t.days, t.attended_days, t.result, t.fee_charged, p.sex,
  cast(floor((t.start - p.birth) / 10000) as int) as age,
  t.start >= p.poor_from as poor,
  t.start >= p.monitor_from and t.start < p.monitor_to as monitored,
  t.start >= p.dead_from as left_register,
  f.rec_id is not null as certificate,
  f.cert_no as certificate_no, f.cert_kind as certificate_kind,
  cast(case when f.issue_date < t.last_day then 0
    else (floor(f.issue_date / 10000) - floor(t.last_day / 10000)) * 12
      + floor(f.issue_date / 100) % 100 - floor(t.last_day / 100) % 100 end as int) as certificate_months,
  case when s.sure > 0 then true when s.unsure > 0 then null else false end as full_time_student,
  coalesce(i.pension_from <= t.start, false) as pension,
  u.rec_id is not null as urgent,
  -- Whoever has one line can be stopped by no cap: the rules let these lines pass by the windows.
  cast(count(*) over (partition by t.person_no) as int) as person_lines
from trainee t
join case_person p on p.person_no = t.person_no
left join found f on f.rec_id = t.rec_id and f.nth = 1
left join student s on s.rec_id = t.rec_id
left join pensioner i on i.person_no = t.person_no
left join short u on u.rec_id = t.rec_id
