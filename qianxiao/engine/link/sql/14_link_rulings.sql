-- table: link_rulings
-- reads: decisions, link_rulings_before, link_words
-- order: register, rec_id, person_no
-- What people decided, this month's word before an earlier one (19-05-04).
with spoken as (
    select d.register, d.rec_id, d.person_no, w.same, d.decided_on, 1 as fresh from decisions as d
    join link_words as w on w.word = d.verdict
    union all
    select register, rec_id, person_no, same, decided_on, 0 from link_rulings_before
)
select register, rec_id, person_no, same, decided_on from spoken
qualify row_number() over (
    partition by register, rec_id, person_no order by decided_on desc, fresh desc, same desc) = 1
