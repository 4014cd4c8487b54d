-- Rows of one month as the close kept them; masks come from the vault, which took the same month in before.
CREATE TEMP TABLE households_staged (
    number text COLLATE "C", hh_no text COLLATE "C", home text COLLATE "C", name text COLLATE "C", sex text, birth integer,
    relation text, ethnic text, edu text, in_school text, health text, labour text, hukou_type text, identified_on integer,
    change_type text, change_date integer, hh_attr text, cause text, exit_status text, exit_year integer,
    monitor_type text, risk_cleared_on integer, file smallint, row integer
) ON COMMIT DROP
