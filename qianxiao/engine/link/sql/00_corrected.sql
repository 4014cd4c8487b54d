-- table: corrected
-- reads: clean_poor, clean_corrections, previous_corrected
-- order: person_no, field
-- What two people set right in the register of poor people and what still holds: this month's corrections, and those the month
-- before used. One holds while the register says what it said then; once it says anything else, the register counts (X-15).
with every as (
    select person_no, field, coalesce(told, '') as told, value, checked_on as decided_on, correction_no, 1 as fresh from clean_corrections
    union all
    select person_no, field, coalesce(told, '') as told, value, decided_on, correction_no, 0 from previous_corrected
),
newest as (
    select * from every
    qualify row_number() over (
        partition by person_no, field order by decided_on desc, try_cast(correction_no as bigint) desc, fresh desc, value) = 1
),
said as (
    select
        n.person_no, n.field, n.told, n.value, n.decided_on, n.correction_no,
        case n.field
            when '姓名' then coalesce(p.name, '')
            when '性别' then coalesce(p.sex, '')
            when '出生日期' then coalesce(
                case when p.id_class in ('valid', 'valid15', 'disability', 'bad_check') then substr(p.id18, 7, 8) end, '')
        end as now
    from newest as n join clean_poor as p on p.person_no = n.person_no
)
select person_no, field, told, value, decided_on, correction_no from said where told = now and value <> now
