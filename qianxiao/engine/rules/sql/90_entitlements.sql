-- table: entitlements
-- reads: due, paid_lines, case_person, rule_items, rule_clauses
-- order: item, person_no, register, rec_id, term
-- by: person_no
-- through: due, paid_lines, case_person
-- Due lines beside what arrived. Only arrived money counts; money without a due line is over-paid.
with paid as (
  select p.item, p.person_no, p.subject_no, i.register,
    -- A term means nothing for an item that is not paid by term.
    case when i.by_term = 1 then p.term end as term,
    cast(sum(p.paid) as bigint) as paid, sum(p.returned) as returned, max(p.last_day) as last_day, max(p.county) as county
  from paid_lines p join rule_items i on i.item = p.item
  group by p.item, p.person_no, p.subject_no, i.register, case when i.by_term = 1 then p.term end),
matched as (
  select coalesce(d.item, p.item) as item, coalesce(d.person_no, p.person_no) as person_no,
    coalesce(d.register, p.register) as register, coalesce(d.rec_id, p.subject_no) as rec_id,
    coalesce(d.term, p.term) as term, coalesce(d.month, cast(floor(p.last_day / 100) as int)) as month,
    coalesce(d.county, p.county) as county, coalesce(d.amount, 0) as amount, coalesce(p.paid, 0) as paid,
    coalesce(p.returned, 0) as returned, d.verdict, d.rule_id, d.rule_version
  from due d full outer join paid p
    on p.item = d.item and p.person_no = d.person_no and p.subject_no = d.rec_id and coalesce(p.term, '') = coalesce(d.term, '')
  where d.item is not null or p.paid > 0)
select b.item, b.person_no, b.register, b.rec_id, b.term, b.month, b.county, c.region, b.amount, b.paid,
  case when b.verdict = 'due' and b.amount > b.paid then b.amount - b.paid else cast(0 as bigint) end as gap,
  case when b.verdict is distinct from 'unknown' and b.paid > b.amount then b.paid - b.amount else cast(0 as bigint) end as over,
  case when b.verdict = 'unknown' then 'unknown'
    when b.paid > b.amount then 'over'
    when b.verdict = 'not_due' then 'not_due'
    when b.paid = b.amount then 'paid'
    when b.paid > 0 then 'part'
    when b.returned > 0 then 'returned'
    else 'missing' end as status,
  b.rule_id, b.rule_version, r.clause
from matched b
left join case_person c on c.person_no = b.person_no
left join rule_clauses r on r.item = b.item and r.version = b.rule_version
