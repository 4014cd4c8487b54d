-- One row a pair of the month, with its marks under the newest key and under former ones.
CREATE TEMP TABLE matching_arrival ON COMMIT DROP AS
SELECT register, person_no, region, true AS asked, mark, ARRAY[]::bytea[] AS former, record, content,
    ARRAY[]::bytea[] AS content_former, sealed, key_version, reasons, rec_shown, rank, doubt_class, bits, ev_id, ev_name,
    ev_birth, ev_sex, ev_region, ev_phone, ev_group, amount, seen_name, seen_id_mask, seen_sex, seen_birth, seen_region,
    seen_phone_mask, name, id_mask, sex, birth, phone_mask, false AS same_data
FROM matching_doubt WITH NO DATA;
