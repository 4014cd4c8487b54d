-- table: link_phones
-- reads: persons
-- Phones that several registered people give, and how many.
select phone, cast(count(*) as integer) as n from persons where phone is not null group by phone having count(*) > 1
