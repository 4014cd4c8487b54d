-- table: link_phones
-- reads: link_p, link_gone, link_moved, link_phones_before
-- Phones that several registered people give, and how many: counted anew where it may have changed.
with moved as (select distinct phone from link_moved where phone is not null)
select p.phone, cast(count(*) as integer) as n from link_p as p join moved as v on v.phone = p.phone
left join link_gone as g on g.mark = p.mark and g.gen = p.gen where g.mark is null
group by p.phone having count(*) > 1
union all
select b.phone, b.n from link_phones_before as b left join moved as v on v.phone = b.phone where v.phone is null
