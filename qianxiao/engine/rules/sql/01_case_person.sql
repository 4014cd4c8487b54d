-- table: case_person
-- reads: persons, clean_poor
-- order: person_no
-- by: person_no
-- through: persons, clean_poor
-- Dated attributes of a registered person, so that every case asks one comparison. 99991231 is never; null is not known.
with one as (
  select p.person_no, p.birth, p.sex, p.region, p.county, r.hukou_type, r.hh_attr, r.monitor_type, r.identified_on,
    r.exit_status, r.exit_year, r.risk_cleared_on, r.change_type, r.change_date
  from persons p left join clean_poor r on r.person_no = p.person_no)
select person_no, birth, sex, region, county, hukou_type, hh_attr,
  -- A near-poor or sudden-hardship household is monitored without ever having been registered poor.
  case when monitor_type in ('2', '3') and hh_attr is null and exit_status is null then 99991231
    else identified_on end as poor_from,
  case when exit_status = '4' then exit_year * 10000 + 1231 else 99991231 end as policy_to,
  case when monitor_type is null then 99991231 else identified_on end as monitor_from,
  coalesce(risk_cleared_on, 99991231) as monitor_to,
  case when change_type = '1' then change_date else 99991231 end as dead_from
from one
