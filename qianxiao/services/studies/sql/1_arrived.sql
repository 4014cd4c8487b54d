-- Students as a register of schools has them, beside who each one is (people_found).
CREATE TEMP TABLE studies_arrived (
    reg_no text COLLATE "C", org_code text COLLATE "C", reg_kind text, major text COLLATE "C", stage text, years smallint,
    grade smallint, class_name text COLLATE "C", enrol_month integer, first_term text COLLATE "C", term text COLLATE "C",
    status text, status_date integer
) ON COMMIT DROP;
