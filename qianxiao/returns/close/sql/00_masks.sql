-- Masks used by every load query, shaped like base/masks: full numbers never leave the files of the close.
CREATE OR REPLACE MACRO mask_id(s) AS CASE WHEN s IS NULL THEN '' WHEN length(s) <= 5 THEN repeat('*', length(s))
    ELSE concat(left(s, 2), repeat('*', length(s) - 5), right(s, 3)) END;
CREATE OR REPLACE MACRO mask_phone(s) AS CASE WHEN s IS NULL THEN '' WHEN length(s) <= 7 THEN repeat('*', length(s))
    ELSE concat(left(s, 3), repeat('*', length(s) - 7), right(s, 4)) END;
-- An ID number inside a key or a sentence: six digits, a plausible date, three digits, a check character.
CREATE OR REPLACE MACRO mask_text(s) AS coalesce(system.main.regexp_replace(cast(s AS varchar),
    '([1-9][0-9])[0-9]{4}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9][0-9]([0-9]{2}[0-9Xx])', '\1*************\4', 'g'), '');
