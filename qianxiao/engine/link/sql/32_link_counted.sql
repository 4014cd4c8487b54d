-- table: link_counted
-- reads: link_p
-- order: kind, key
-- How often a name, a sound, a birth date, a place, a phone occurs among registered people, where more than once.
select 'name' as kind, fname as key, cast(count(*) as integer) as n from link_p group by fname having count(*) > 1
union all
select 'sound', cast(syl as varchar(20)), cast(count(*) as integer) from link_p group by syl having count(*) > 1
union all
select 'birth', cast(birth as varchar(8)), cast(count(*) as integer) from link_p
where birth is not null group by birth having count(*) > 1
union all
select 'region', region, cast(count(*) as integer) from link_p where region is not null group by region having count(*) > 1
union all
select 'region', township, cast(count(*) as integer) from link_p where township is not null
group by township having count(*) > 1
union all
select 'region', county, cast(count(*) as integer) from link_p where county is not null group by county having count(*) > 1
union all
select 'region', prefecture, cast(count(*) as integer) from link_p where prefecture is not null
group by prefecture having count(*) > 1
union all
select 'phone', phone, cast(count(*) as integer) from link_p where phone is not null group by phone having count(*) > 1
