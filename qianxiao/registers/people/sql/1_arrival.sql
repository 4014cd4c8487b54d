-- Rows of a register as they come: blind indexes and masks only, never a number.
CREATE TEMP TABLE people_staged (
    seq integer, number text COLLATE "C", name text COLLATE "C", pinyin text COLLATE "C", initials text COLLATE "C", sex text,
    birth integer, region text COLLATE "C", id_class text, usable boolean, id_index bytea, id_mask text, phone_index bytea,
    phone_mask text, account_index bytea, account_mask text
) ON COMMIT DROP;
CREATE TEMP TABLE people_fresh (
    person_id uuid, kind text, version smallint, sealed bytea, index bytea, contested boolean
) ON COMMIT DROP;
