-- table: link_phones
-- reads: persons, link_phones_moved, link_phones_before
-- Phones that several registered people give, and how many: counted anew where it may have changed.
select p.phone, cast(count(*) as integer) as n from persons as p join link_phones_moved as v on v.phone = p.phone
group by p.phone having count(*) > 1
union all
select b.phone, b.n from link_phones_before as b left join link_phones_moved as v on v.phone = b.phone where v.phone is null
