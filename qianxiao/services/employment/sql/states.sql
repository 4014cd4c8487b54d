-- States of people who were trained, day by day, as far as somebody has confirmed them: what training asks for after its months.
CREATE TEMP TABLE platform_states ON COMMIT DROP AS
SELECT s.person_id, s.valid_from AS day_from, s.valid_to AS day_to, r.as_of AS known_to, s.form,
    CASE WHEN s.form <> '' AND r.form = s.form AND r.org_code = s.org_code THEN r.employer ELSE '' END AS employer,
    CASE WHEN s.form = '' THEN NULL WHEN r.form = s.form AND r.org_code = s.org_code THEN coalesce(r.starts, s.valid_from) ELSE s.valid_from END AS starts
FROM employment_spell s JOIN employment_record r ON r.id = s.record_id
WHERE r.way <> 'file' AND EXISTS (SELECT FROM employment_trained t WHERE t.record_id = r.id)
