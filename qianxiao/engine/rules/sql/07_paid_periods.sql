-- table: paid_periods
-- reads: clean_payments, links
-- order: item, person_no, term, period_from, period_to
-- by: person_no
-- through: links
-- Months in which an item was paid to a linked person: what exclusions against paid items look at.
select distinct p.item, l.person_no, p.term,
  cast(floor(p.pay_date / 100) as int) * 100 + 1 as period_from,
  cast(floor(p.pay_date / 100) as int) * 100 + 31 as period_to
from clean_payments p
join links l on l.register = 'payments' and l.rec_id = p.rec_id
where p.status = '1' and p.pay_date <= :period_end
