"""Rows for sheets: from a sorted DuckDB table as a stream, or a few made in Python."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from qianxiao.engine.sheets.cells import Look, row_text, rows_sql

_BATCH = 4_096
Place = tuple[int, int]  # rowid of the first row of a list in its table, number of rows


@dataclass(frozen=True)
class Few:
    """Rows made in Python."""

    rows: Sequence[Sequence[Any]]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    def blocks(self, looks: Sequence[Look], number: int, begin: int, end: int) -> Iterable[bytes]:
        """See `Rows`; all rows look like the first sample."""
        texts = (row_text(row, looks[0], number + n) for n, row in enumerate(self.rows[begin:end]))
        yield "".join(texts).encode()


@dataclass
class Stretch:
    """Lists that follow each other in a table that was stored sorted, read by one query: planning one costs 10 ms.

    `values` are SQL expressions by column; `marked` is one of the places of a row's marked cells, a list of integers
    (they look like the second sample), or empty. `con` needs `ready`. For one thread at a time.
    """

    con: duckdb.DuckDBPyConnection
    table: str
    values: tuple[str, ...]
    places: Sequence[Place]
    marked: str = ""
    _found: duckdb.DuckDBPyConnection | None = field(default=None, init=False)
    _asked: tuple[Any, ...] = field(default=(), init=False)
    _at: int = field(default=-1, init=False)
    _left: list[bytes] = field(default_factory=list, init=False)

    def lines(self, place: Place) -> "Lines":
        """One of the lists."""
        return Lines(self, *place)

    def blocks(self, looks: Sequence[Look], number: int, place: Place) -> Iterator[bytes]:
        """The text of the rows of a list or a part of one; its first row is row `number` of the sheet."""
        if self._at != place[0] or self._asked != (looks, number) or place not in self.places:
            self._open(looks, number, place)
        wanted = place[1]
        while wanted > 0 and self._found is not None:
            batch = self._left or [row[0] for row in self._found.fetchmany(_BATCH)]
            if not batch:
                raise RuntimeError(f"{self.table}: rows from {place[0]} are fewer than {place[1]}")
            self._left = batch[wanted:]
            taken = batch[:wanted]
            wanted -= len(taken)
            self._at += len(taken)
            yield b"".join(taken)

    def _open(self, looks: Sequence[Look], number: int, place: Place) -> None:
        """Begin to read at a list: it and those behind it, or only a part of one."""
        places = (
            [one for one in self.places if one[0] >= place[0] and one[1]] if place in self.places else [place]
        )
        starts = " ".join(
            f"WHEN rowid >= {first} THEN rowid - {first - number}" for first, _ in reversed(places)
        )
        look = looks[0] if not self.marked else _marked(looks[0], looks[1], self.marked)
        end = places[-1][0] + places[-1][1]
        source = f"{self.table} WHERE rowid >= {place[0]} AND rowid < {end}"
        sql = rows_sql(self.values, look, f"cast(CASE {starts} END AS varchar)", source)
        self._found = self.con.cursor().execute(sql)
        self._asked, self._at, self._left = (looks, number), place[0], []


def _marked(look: Look, other: Look, marked: str) -> Look:
    """A look with the styles of another where a cell is marked."""
    pairs = enumerate(zip(look.styles, other.styles, strict=True))
    styles = (
        f"CASE WHEN list_contains({marked}, {place}) THEN {bad} ELSE {plain} END"
        for place, (plain, bad) in pairs
    )
    return Look(look.kinds, tuple(styles), look.attributes)


@dataclass(frozen=True)
class Lines:
    """The rows of one list of a stretch."""

    stretch: Stretch
    first: int
    count: int

    def blocks(self, looks: Sequence[Look], number: int, begin: int, end: int) -> Iterator[bytes]:
        """See `Rows`."""
        return self.stretch.blocks(looks, number, (self.first + begin, end - begin))


def runs(con: duckdb.DuckDBPyConnection, table: str, keys: Sequence[str]) -> dict[tuple[Any, ...], Place]:
    """Where the rows of each key lie in a table that is stored in the order of its keys: rowid of the first, count.

    Raises RuntimeError when the rows of a key do not lie together: they would end up in another's list.
    """
    named = ", ".join(keys)
    found = con.execute(
        f"SELECT {named}, min(rowid), count(*), max(rowid) FROM {table} GROUP BY {named} ORDER BY {named}"
    ).fetchall()
    for row in found:
        if row[-1] - row[-3] + 1 != row[-2]:
            raise RuntimeError(f"{table}: the rows of {row[:-3]} do not lie together")
    return {row[:-3]: (row[-3], row[-2]) for row in found}
