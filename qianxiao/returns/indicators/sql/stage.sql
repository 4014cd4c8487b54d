-- What results tell of their counties, and which regions a county counts in; gone at the end of the transaction.
CREATE TEMP TABLE cells_told (
    region text COLLATE "C" NOT NULL, indicator text NOT NULL, span text NOT NULL, month integer NOT NULL, people bigint NOT NULL,
    times bigint NOT NULL, amount bigint NOT NULL, source text NOT NULL DEFAULT '') ON COMMIT DROP;
CREATE TEMP TABLE cells_tree (county text COLLATE "C", region text COLLATE "C", parent text COLLATE "C", level smallint) ON COMMIT DROP;
