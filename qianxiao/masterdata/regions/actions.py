"""Fill the region table from the reference files by COPY."""

import gzip
from pathlib import Path

from django.db import connection, transaction

from qianxiao.base.reference import regions_path, village_paths

_COPY = "COPY region_part FROM STDIN WITH (FORMAT csv, HEADER true)"
_COLUMNS = "code, name, name_en, level, parent, valid_from, valid_to, successor"


def region_files() -> list[Path]:
    """The country to townships, then the villages that are held."""
    return [regions_path(), *village_paths()]


def load_regions(files: list[Path] | None = None) -> int:
    """Replace the region table. Returns its rows. A village listed in two files is kept once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'CREATE TEMP TABLE region_part (code text COLLATE "C", name text, name_en text, level text, parent text,'
            " valid_from text, valid_to text, successor text) ON COMMIT DROP"
        )
        for path in region_files() if files is None else files:
            with gzip.open(path, "rb") as stream, cursor.copy(_COPY) as copy:
                while block := stream.read(1 << 20):
                    copy.write(block)
        cursor.execute("DELETE FROM regions_region")
        cursor.execute(
            f"INSERT INTO regions_region ({_COLUMNS}) SELECT DISTINCT ON (code) code, name, coalesce(name_en, ''),"
            " level::smallint, coalesce(parent, ''), coalesce(nullif(valid_from, ''), '0')::int,"
            " coalesce(nullif(valid_to, ''), '99991231')::int, coalesce(successor, '')"
            " FROM region_part ORDER BY code, valid_to DESC"
        )
        return int(cursor.rowcount)
