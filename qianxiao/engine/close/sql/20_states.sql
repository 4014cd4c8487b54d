-- table: states
-- reads: person_facts, intents, limits, state_steps
-- order: person_no, duty
-- by: person_no
-- through: person_facts, intents
-- Exactly one row per registered person and duty: one CASE over one row, its last branch total (19-02-01, 19-02-02).
WITH facts AS (
    SELECT *, cast(floor((:period_end - birth) / 10000) AS integer) AS age FROM person_facts
),
study AS (
    SELECT f.person_no, 'study' AS duty, f.region, f.study_rec, f.study_since, f.pending_rec, f.pending_since,
        i.contact_date, i.rec_id AS contact_rec, f.identified_on, f.change_date, f.pension_rec, f.pension_since, f.student_rec,
        CASE
            WHEN f.study_fee = 0 THEN 'enrolled_free'
            WHEN f.change_type = '1' THEN 'dead'
            WHEN f.study_rec IS NOT NULL THEN 'enrolled_fee_open'
            WHEN f.pending_rec IS NOT NULL THEN 'pending'
            WHEN f.change_type IN ('2', '3') THEN 'left_register'
            WHEN f.change_type = '6' THEN 'imprisoned'
            WHEN f.age < m.leaver_age_min THEN 'too_young'
            WHEN f.age > m.leaver_age_max THEN 'too_old'
            WHEN f.in_school IN ('50', '65') THEN 'registration_unmatched'
            WHEN f.in_school <> '00' THEN 'in_other_school'
            WHEN f.edu IN ('1', '2') THEN 'education_below'
            WHEN f.edu IN ('5', '6') THEN 'education_beyond'
            WHEN f.exit_status = '4' THEN 'policies_ended'
            WHEN f.labour = '4' THEN 'unable'
            WHEN i.answer = '1' THEN 'willing_waiting'
            WHEN i.answer = '2' THEN 'unwilling'
            WHEN i.answer = '3' THEN 'undecided'
            WHEN i.attempts >= m.unreachable_attempts THEN 'unreachable'
            WHEN i.attempts > 0 THEN 'attempts_open'
            WHEN f.age IS NULL THEN 'age_unknown'
            ELSE 'not_surveyed'
        END AS step
    FROM facts f
    LEFT JOIN limits m ON m.county = f.county
    LEFT JOIN intents i ON i.person_no = f.person_no AND i.kind = '1'
),
train AS (
    SELECT f.person_no, 'train' AS duty, f.region, f.trained_rec, f.trained_since, f.training_rec, f.training_since,
        i.contact_date, i.rec_id AS contact_rec, f.identified_on, f.change_date, f.pension_rec, f.pension_since, f.student_rec,
        CASE
            WHEN f.trained_rec IS NOT NULL THEN 'trained_free'
            WHEN f.change_type = '1' THEN 'dead'
            WHEN f.training_rec IS NOT NULL THEN 'in_training'
            WHEN f.change_type IN ('2', '3') THEN 'left_register'
            WHEN f.change_type = '6' THEN 'imprisoned'
            WHEN f.age < m.worker_age_min THEN 'too_young'
            WHEN f.age > CASE WHEN f.sex = '2' THEN m.worker_age_max_female ELSE m.worker_age_max_male END THEN 'too_old'
            WHEN f.student_rec IS NOT NULL OR f.in_school <> '00' THEN 'student'
            WHEN f.labour IN ('4', '5') THEN 'unable'
            WHEN f.pension_rec IS NOT NULL THEN 'pensioner'
            WHEN f.exit_status = '4' THEN 'policies_ended'
            WHEN i.answer = '1' THEN 'willing_waiting'
            WHEN i.answer = '2' THEN 'unwilling'
            WHEN i.answer = '3' THEN 'undecided'
            WHEN i.attempts >= m.unreachable_attempts THEN 'unreachable'
            WHEN i.attempts > 0 THEN 'attempts_open'
            WHEN f.age IS NULL THEN 'age_unknown'
            ELSE 'not_surveyed'
        END AS step
    FROM facts f
    LEFT JOIN limits m ON m.county = f.county
    LEFT JOIN intents i ON i.person_no = f.person_no AND i.kind = '2'
),
lines AS (SELECT * FROM study UNION ALL SELECT * FROM train)
SELECT b.person_no, b.duty, k.state, b.step, k.clause,
    cast(CASE k.evidence WHEN 'main' THEN b.study_since WHEN 'second' THEN b.pending_since
        WHEN 'contact' THEN b.contact_date WHEN 'pension' THEN b.pension_since WHEN 'change' THEN b.change_date
        ELSE b.identified_on END AS integer) AS since,
    CASE WHEN k.evidence IN ('main', 'second') THEN CASE b.duty WHEN 'study' THEN 'students' ELSE 'trainees' END
        WHEN k.evidence = 'contact' THEN 'intentions' WHEN k.evidence = 'pension' THEN 'insurance'
        WHEN k.evidence = 'student' AND b.student_rec IS NOT NULL THEN 'students' ELSE 'poor' END AS register,
    CASE k.evidence WHEN 'main' THEN b.study_rec WHEN 'second' THEN b.pending_rec WHEN 'contact' THEN b.contact_rec
        WHEN 'pension' THEN b.pension_rec WHEN 'student' THEN coalesce(b.student_rec, b.person_no)
        ELSE b.person_no END AS rec_id,
    b.region
FROM lines b
LEFT JOIN state_steps k ON k.duty = b.duty AND k.step = b.step
