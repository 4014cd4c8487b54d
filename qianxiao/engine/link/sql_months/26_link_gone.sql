-- table: link_gone
-- reads: link_gone_before, link_p_diff, link_people
-- From which month on the earlier faces of a person no longer count.
select person_no, max(gen) as gen from (
    select person_no, gen from link_gone_before
    union all
    select person_no, cast(:period as integer) from link_p_diff
    union all
    select person_no, cast(:period as integer) from link_people
) as g group by person_no
