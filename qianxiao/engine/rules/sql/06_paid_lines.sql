-- table: paid_lines
-- reads: clean_payments, links
-- order: item, person_no, subject_no, term
-- by: person_no
-- through: links
-- Money that reached (or came back from) a linked person, by item, record and term.
select p.item, l.person_no, p.subject_no, p.term,
  cast(coalesce(sum(case when p.status = '1' then p.amount else 0 end), 0) as bigint) as paid,
  cast(count_if(p.status = '3') as bigint) as returned, max(p.pay_date) as last_day, max(left(p.region, 6)) as county
from clean_payments p
join links l on l.register = 'payments' and l.rec_id = p.rec_id
where p.pay_date <= :period_end
group by p.item, l.person_no, p.subject_no, p.term
