-- table: link_phones
-- reads: link_p_new
-- Phones that several registered people give, and how many.
select phone, cast(count(*) as integer) as n from link_p_new where phone is not null group by phone having count(*) > 1
