-- What registers know of the lines of a list. Each part gives one fact of one line `l` (person, record, own: the row it became);
-- only the parts an item holds are asked, all lines in one statement.
-- fact: poor
EXISTS (SELECT FROM people_enrolment n WHERE n.person_id = l.person AND n.register = 'poor' AND n.last_period >= %(period)s)
-- fact: low_income
(SELECT bool_or(h.hh_attr IN ('2', '3')) FROM households_memberversion m JOIN households_household h ON h.id = m.household_id
    WHERE m.person_id = l.person AND m.to_period = %(forever)s)
-- fact: registered
EXISTS (SELECT FROM studies_student s WHERE s.reg_no = l.record AND s.person_id = l.person AND s.status = '1')
-- fact: away
(SELECT left(s.region, 6) <> left(p.region, 6) FROM studies_student s JOIN people_person p ON p.id = l.person WHERE s.reg_no = l.record)
-- fact: school_approved
(SELECT i.org_type IN ('1', '2', '3') FROM studies_student s JOIN schools_institution i ON i.org_code = s.org_code WHERE s.reg_no = l.record)
-- fact: graduating
(SELECT s.years > 0 AND s.grade >= s.years FROM studies_student s WHERE s.reg_no = l.record)
-- fact: term_months
(SELECT CASE WHEN s.status <> '1' THEN 0 ELSE greatest(0, least(%(months)s, (%(day)s / 10000 - s.enrol_month / 100) * 12 + %(day)s / 100 %% 100 - s.enrol_month %% 100 + 1)) END
    FROM studies_student s WHERE s.reg_no = l.record)
-- fact: paired
(SELECT EXISTS (SELECT FROM unnest(%(helped)s::text[]) AS h(stem) WHERE starts_with(p.region, h.stem)) FROM people_person p WHERE p.id = l.person)
-- fact: other_grant
EXISTS (SELECT FROM entitlements_entitlement e WHERE e.person_id = l.person AND e.item = ANY (%(grants)s) AND e.verdict = 'due'
    AND e.state NOT IN ('gone', 'coming') AND e.id IS DISTINCT FROM l.own AND (e.instalment = ANY (%(year_terms)s) OR e.instalment = %(instalment)s))
-- fact: fund_left
(SELECT %(fund)s - coalesce(sum(least(e.amount, e.paid + e.arrived + e.claimed)), 0)::bigint FROM entitlements_entitlement e
    WHERE e.item = %(item)s AND e.org_code = %(org)s AND e.instalment = %(instalment)s AND e.id IS DISTINCT FROM l.own)
-- fact: leaver
(SELECT t.person_group = '03' FROM training_trainee t WHERE t.trainee_no = l.record)
-- fact: full_time_student
EXISTS (SELECT FROM studies_student s WHERE s.person_id = l.person AND s.reg_kind = '1' AND s.status IN ('1', '2', '3'))
-- fact: passed
(SELECT t.result = '1' FROM training_trainee t WHERE t.trainee_no = l.record)
-- fact: class_months
(SELECT (to_date(c.ends::text, 'YYYYMMDD') - to_date(c.starts::text, 'YYYYMMDD') + 30) / 30 FROM training_trainee t
    JOIN training_trainingclass c ON c.id = t.training_class_id WHERE t.trainee_no = l.record)
-- fact: recognised
(SELECT p.selection <> '' FROM training_project p WHERE p.project_no = l.record)
-- fact: budget
(SELECT p.budget FROM training_project p WHERE p.project_no = l.record)
-- fact: contract_people
(SELECT p.people FROM training_project p WHERE p.project_no = l.record)
-- fact: accepted_people
(SELECT count(*) FROM training_project p JOIN training_trainingclass c ON c.project_id = p.id AND c.state = 'ready'
    JOIN training_trainee t ON t.training_class_id = c.id AND t.result = '1' WHERE p.project_no = l.record)
-- fact: claimed_by_catalogue
EXISTS (SELECT FROM training_project p JOIN training_trainingclass c ON c.project_id = p.id JOIN training_trainee t ON t.training_class_id = c.id
    JOIN entitlements_entitlement e ON e.register = 'trainees' AND e.rec_id = t.trainee_no AND e.item = 'training_subsidy'
    WHERE p.project_no = l.record AND e.paid + e.arrived + e.claimed > 0)
-- fact: advanced
(SELECT coalesce(sum(least(e.amount, e.paid + e.arrived + e.claimed)), 0)::bigint FROM entitlements_entitlement e
    WHERE e.item = %(advance_of)s AND e.register = %(register)s AND e.rec_id = l.record AND e.instalment = 'stage-1' AND e.id IS DISTINCT FROM l.own)
    + coalesce((SELECT p.advance FROM training_project p WHERE %(register)s = 'projects' AND p.project_no = l.record), 0)
-- fact: pay_stage
%(stage)s::text
-- fact: in_county
%(tagged)s::boolean
-- fact: graduates_employed
(SELECT count(DISTINCT o.student_id) FROM studies_outcome o JOIN studies_student s ON s.id = o.student_id
    WHERE s.org_code = l.record AND o.employed AND o.day / 10000 = %(year)s)
-- fact: persons_trained
(SELECT count(DISTINCT t.person_id) FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id
    WHERE c.org_code = l.record AND t.result = '1' AND c.ends / 10000 = %(year)s)
-- fact: employer_kind
(SELECT m.kind FROM claims_employer m WHERE m.org_code = %(org)s)
-- fact: employer_scale
(SELECT m.scale FROM claims_employer m WHERE m.org_code = %(org)s)
-- fact: sector
(SELECT m.sector FROM claims_employer m WHERE m.org_code = %(org)s)
-- fact: foreign_trade
(SELECT m.foreign_trade FROM claims_employer m WHERE m.org_code = %(org)s)
-- fact: active_firm
(SELECT m.active FROM claims_employer m WHERE m.org_code = %(org)s)
-- fact: claim_day
%(today)s::int
-- fact: months_before
(SELECT count(DISTINCT e.instalment) FROM entitlements_entitlement e WHERE e.item = %(item)s AND e.person_id = l.person
    AND e.instalment <> %(instalment)s AND e.state <> 'gone' AND e.paid + e.arrived + e.claimed > 0)
-- fact: elsewhere
EXISTS (SELECT FROM entitlements_entitlement e WHERE e.item = %(item)s AND e.person_id = l.person AND e.instalment = %(instalment)s
    AND e.org_code <> %(org)s AND e.state <> 'gone' AND e.paid + e.arrived + e.claimed > 0)
-- fact: filed
(SELECT p.state = 'filed' FROM claims_plan p WHERE p.plan_no = %(plan)s)
-- fact: target_level
(SELECT p.level FROM claims_plan p WHERE p.plan_no = %(plan)s)
-- fact: ended
(SELECT p.ends < %(today)s FROM claims_plan p WHERE p.plan_no = %(plan)s)
-- fact: completed
EXISTS (SELECT FROM claims_plan p JOIN evaluation_certificate c ON c.person_id = l.person AND c.occupation = p.occupation AND c.level <= p.level
    AND c.withdrawn = '' AND c.issued BETWEEN p.starts AND %(today)s WHERE p.plan_no = %(plan)s AND p.ends < %(today)s)
