-- table: link_phones_moved
-- reads: link_p_fresh, link_p_old, link_phones_before, link_limits
-- Phones whose number of people may have changed; those of a crowd are not kept with people and always counted anew.
select phone from link_p_fresh where phone is not null
union
select phone from link_p_old where phone is not null
union
select b.phone from link_phones_before as b cross join link_limits as l where b.n > l.shared_phone
