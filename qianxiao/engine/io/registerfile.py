"""A register file as an owner would deliver it, made from rows of cells: Parquet under the layout's headers."""

import os
from pathlib import Path

import duckdb

from qianxiao.engine.io.layouts import Layout
from qianxiao.engine.sqltext import literal


def write_register_file(text: Path, layout: Layout, target: Path) -> None:
    """From CSV without header (UTF-8, all columns of the layout in order; an empty cell is none) to Parquet.

    Ordered by the register's own number, so that the same rows give the same file. Whole or not at all.
    """
    columns = ", ".join(f"{literal(column.zh)}: 'VARCHAR'" for column in layout.columns)
    order = ", ".join(f'"{column.zh}"' for column in layout.keys)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with duckdb.connect(":memory:") as con:
            con.execute(
                f"COPY (SELECT * FROM read_csv({literal(str(text))}, auto_detect = false, header = false, delim = ',',"
                f" quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = true, strict_mode = true,"
                f" max_line_size = 16777216, columns = {{{columns}}}) ORDER BY {order})"
                f" TO {literal(str(part))} (FORMAT parquet, COMPRESSION zstd)"
            )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
