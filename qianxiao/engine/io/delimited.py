"""Delimited text as delivered: which encoding, which delimiter, and a form that DuckDB reads row by row."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from qianxiao.engine.io.cells import RAGGED, Cells
from qianxiao.engine.io.workbook import Refused

_BLOCK = 1 << 22
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def _decodes(path: Path, encoding: str, whole: bool = True) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
                if not whole:
                    return True
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def encoding_of(path: Path, trust: bool = False) -> str:
    """The encoding of a text file. Raises Refused('encoding') when none fits the whole file.

    With `trust` a file that begins as UTF-8 is taken for it: who reads it all is told when it is not.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    names = ["utf-8", "gb18030"]
    if 0 in head:  # only in UTF-16: the upper half of every digit and comma
        names = ["utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"]
    for name in names:
        if _decodes(path, name, whole=not trust or name != "utf-8"):
            return name
    raise Refused("encoding", "UTF-8, UTF-16, GB18030")


def _plain(path: Path, encoding: str, target: Path) -> Path:
    """The file in UTF-8 without mark: itself, or a copy."""
    if encoding == "utf-8":
        return path
    with (
        path.open("r", encoding=encoding, newline="") as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        while block := source.read(_BLOCK):
            out.write(block)
    return target


def _head(path: Path, delimiter: str, rows: int) -> list[list[str]]:
    with path.open("r", encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        return [row for row, _ in zip(reader, range(rows), strict=False)]


def _delimiter(path: Path, choices: list[str], rows: int) -> str:
    """The delimiter that makes the widest row among the first ones."""
    return max(choices, key=lambda choice: max((len(row) for row in _head(path, choice, rows)), default=0))


def _numbered(path: Path, delimiter: str, target: Path, header_rows: int) -> Cells:
    """A numbered copy, for files with blank lines or rows of unequal length. Ends in a field that says `ragged`."""
    head = _head(path, delimiter, header_rows)
    width = max((len(row) for row in head), default=0)

    def rows() -> Iterator[list[str]]:
        with path.open("r", encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.reader(stream, delimiter=delimiter), start=1):
                if any(row):
                    extra = RAGGED if any(row[width:]) else ""
                    yield [str(number), *row[:width], *[""] * (width - len(row)), extra]

    with target.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows())
    return Cells(target, "", width, numbered=True, noted=True)


def _blank_lines(path: Path) -> bool:
    """Whether there are lines with nothing in them: DuckDB leaves them out, and numbers of rows would shift."""
    rest = b"\n"
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            joint = rest + block[:2]
            if b"\n\n" in joint or b"\n\r\n" in joint or b"\n\n" in block:
                return True
            if b"\r" in block and b"\n\r\n" in block:  # one letter is looked for many times faster than three
                return True
            rest = block[-2:]
    return False


def _even(con: duckdb.DuckDBPyConnection, cells: Cells) -> bool:
    """Whether DuckDB reads every row as it stands (all of equal length)."""
    try:
        con.execute(f"SELECT count(*) FROM ({cells.select()})").fetchone()
    except duckdb.Error:
        return False
    return True


def delimited_cells(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    scratch: Path,
    choices: list[str],
    header_rows: int,
    trust: bool = False,
) -> list[Cells]:
    """The one sheet of a delimited file. Raises Refused on an encoding that cannot be read.

    With `trust` a file without blank lines is taken to be even and in one encoding throughout: reading all of it will
    prove that or raise duckdb.Error, and looking before costs half as much as reading.
    """
    if path.stat().st_size == 0:
        return [Cells(path, "", 0)]
    encoding = encoding_of(path, trust)
    plain = _plain(path, encoding, scratch / "plain.csv")
    try:
        delimiter = _delimiter(plain, choices, header_rows)
        width = max((len(row) for row in _head(plain, delimiter, header_rows)), default=0)
        cells = Cells(plain, "", width, delimiter=delimiter, given=delimiter, encoding=encoding)
        if not _blank_lines(plain) and (trust or _even(con, cells)):
            return [cells]
        numbered = _numbered(plain, delimiter, scratch / "numbered.csv", header_rows)
    except csv.Error as error:
        raise Refused("unreadable", str(error)) from error
    return [replace(numbered, encoding=encoding, given=delimiter)]
