-- Good rows of a file as they come: marks, masks and sealed cells, never a number.
CREATE TEMP TABLE roster_arrival (
    n integer, sheet text, src_row integer, region text COLLATE "C", org_code text COLLATE "C", home text COLLATE "C",
    key_index bytea, key_shown text, mark bytea, twin_mark bytea, name text COLLATE "C", id_mask text, version smallint,
    sealed bytea
) ON COMMIT DROP;
