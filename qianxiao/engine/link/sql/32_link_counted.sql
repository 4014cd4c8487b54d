-- table: link_counted
-- reads: link_p_new, link_phones
-- How often a name, a sound, a birth date, a place, a phone occurs among registered people, where more than once.
with place as (select region, cast(count(*) as integer) as n from link_p_new where region is not null group by region)
select 'name' as kind, fname as key, cast(count(*) as integer) as n from link_p_new group by fname having count(*) > 1
union all
select 'sound', cast(syl as varchar(20)), cast(count(*) as integer) from link_p_new group by syl having count(*) > 1
union all
select 'birth', cast(birth as varchar(8)), cast(count(*) as integer) from link_p_new
where birth is not null group by birth having count(*) > 1
union all
select 'region', region, n from place where n > 1
union all
select 'region', left(region, 9), cast(sum(n) as integer) from place group by left(region, 9) having sum(n) > 1
union all
select 'region', left(region, 6), cast(sum(n) as integer) from place group by left(region, 6) having sum(n) > 1
union all
select 'region', left(region, 4), cast(sum(n) as integer) from place group by left(region, 4) having sum(n) > 1
union all
select 'phone', phone, n from link_phones
