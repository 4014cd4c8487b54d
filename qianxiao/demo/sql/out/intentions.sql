SELECT i, rec, bad, rec AS contact_no, CASE WHEN hit(i, 'person no', 8500) THEN person_of(pid) END AS person_no, name, id_no, hukou AS region, intent AS kind, answer, contact_date, reason,
    ['王建军', '李秀英', '马国强', '杨晓燕'][rint(vi, 'surveyor', 1, 4)] AS surveyor
FROM d_intentions WHERE contact_date <= :month_end AND identified_on <= contact_date
