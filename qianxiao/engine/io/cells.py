"""One delivered sheet as text cells that DuckDB can read, whatever kind of file it came in."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from qianxiao.engine.sqltext import literal

RAGGED = "ragged"  # note of a row with more cells than the header


@dataclass(frozen=True)
class Cells:
    """A sheet: `path` is CSV in UTF-8 without header (numbered: the first field is the row number) or Parquet."""

    path: Path
    sheet: str
    width: int
    numbered: bool = False
    delimiter: str = ","
    names: tuple[str, ...] = field(default=())  # Parquet only: the column names are the header
    encoding: str = "utf-8"  # of the delivered file, as `given` is its delimiter
    given: str = ","
    visible: bool = True
    noted: bool = False  # a last field that says what is wrong with the row as a whole

    def select(self) -> str:
        """A SELECT giving src_row (int, from 1), c0 … cN (text; blank is null) and note, in the order delivered."""
        if self.names:
            texts = ", ".join(
                f"CAST({_quoted(name)} AS VARCHAR) AS c{n}" for n, name in enumerate(self.names)
            )
            source = f"read_parquet({literal(str(self.path))}, file_row_number = true)"
            number = "CAST(file_row_number + 2 AS INTEGER) AS src_row"
            return f"SELECT {number}, {texts}, CAST(NULL AS VARCHAR) AS note FROM {source}"
        fields = (["src_row"] if self.numbered else []) + [f"c{n}" for n in range(self.width)]
        fields += ["note"] if self.noted else []
        columns = ", ".join(f"'{name}': '{'INTEGER' if name == 'src_row' else 'VARCHAR'}'" for name in fields)
        number = "" if self.numbered else "CAST(row_number() OVER () AS INTEGER) AS src_row, "
        note = "" if self.noted else ", CAST(NULL AS VARCHAR) AS note"
        return (
            f"SELECT {number}*{note} FROM read_csv({literal(str(self.path))}, auto_detect = false, header = false,"
            f" columns = {{{columns}}}, delim = {literal(self.delimiter)}, quote = '\"', escape = '\"',"
            " nullstr = '', strict_mode = true, max_line_size = 16777216)"
        )

    def head(self, con: duckdb.DuckDBPyConnection, rows: int) -> list[tuple[int, list[str]]]:
        """The first rows with their numbers; for Parquet the names as row 1."""
        if self.names:
            return [(1, list(self.names))]
        found = con.execute(f"SELECT * FROM ({self.select()}) LIMIT {rows}").fetchall()
        return [(row[0], [cell or "" for cell in row[1:-1]]) for row in found]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def parquet_cells(con: duckdb.DuckDBPyConnection, path: Path) -> list[Cells]:
    """The one sheet of a Parquet file. Raises duckdb.Error when it cannot be read."""
    found = con.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))})").fetchall()
    return [Cells(path, "", len(found), names=tuple(str(row[0]) for row in found))]
