-- table: mentions
-- reads: link_claims, clean_students, clean_trainees, clean_certificates, clean_employment, clean_insurance, clean_payments, clean_intentions
-- order: register, rec_id
-- by: register, rec_id
-- says_poor: 1 when the row itself calls the person registered poor, 0 when it says something else.
with all_rows as (
    select 'students' as register, rec_id, name, id_no, id18, id_class, sex, birth, hukou_region as region, phone,
        cast(null as varchar(1)) as claimed_person_no,
        cast(null as integer) as says_poor
    from clean_students
    union all
    select 'trainees', rec_id, name, id_no, id18, id_class, sex, null, hukou_region, phone, null,
        case when person_group is null then null when c.code is null then 0 else 1 end
    from clean_trainees left join link_claims as c on c.code = person_group
    union all
    select 'certificates', rec_id, name, id_no, id18, id_class, null, null, null, null, null, null from clean_certificates
    union all
    select 'employment', rec_id, name, id_no, id18, id_class, null, null, hukou_region, phone, null, null from clean_employment
    union all
    select 'insurance', rec_id, name, id_no, id18, id_class, null, null, null, null, null, null from clean_insurance
    union all
    select 'payments', rec_id, name, id_no, id18, id_class, null, null, null, null, null, null from clean_payments
    union all
    select 'intentions', rec_id, name, id_no, id18, id_class, null, null, region, null, person_no, null from clean_intentions
)
select
    register, rec_id, name, id_no, id18, id_class, sex,
    coalesce(
        birth,
        case
            when id_class in ('valid', 'valid15', 'disability', 'bad_check')
            then try_cast(substr(id18, 7, 8) as integer)
        end
    ) as birth,
    region, phone, claimed_person_no, says_poor
from all_rows
