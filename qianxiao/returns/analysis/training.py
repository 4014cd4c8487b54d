"""Statistics of poor workers' training (20-11-03), counted by DuckDB over the list that the close wrote.

A table is a GROUP BY over one row a training: person-times, distinct people, those who passed. Its lists are the same rows,
so a figure is as long as its list. Places are joined as counties, each once: area tags and 兵团 are sets of counties.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.http import Http404

from qianxiao.engine.close.inputs import last_day
from qianxiao.engine.duck import DuckEngine
from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.analysis import declared
from qianxiao.returns.close.models import Close
from qianxiao.returns.close.result import LoadProblem
from qianxiao.returns.indicators import definitions, load, queries

DIMS = ("place", "type", "programme", "sex", "age", "trade", "result")
MOST = 3  # dimensions as rows
TABLE = "training_list"
_COLUMNS = {
    "place": "code", "type": "coalesce(train_type, '')", "programme": "coalesce(train_mode, '')", "sex": "coalesce(sex, '0')", "age": "band",
    "trade": "coalesce(occupation_code, '')", "result": "coalesce(result, '')",
}  # fmt: skip
_COUNTED = "count(*), count(DISTINCT person_no), count_if(result = '1')"
_SPANS = {"month": "month = $period", "year": "month BETWEEN $period // 100 * 100 + 1 AND $period", "total": "month <= $period"}  # fmt: skip


class Away(Http404):
    """The month's list is not on this server, or the month was closed before there was one."""


@dataclass(frozen=True)
class Choice:
    """What is counted: month, region, span, tag ('' all), free alone, and the one value of some dimensions."""

    period: int
    region: str
    span: str = "month"
    tag: str = ""
    free: bool = False
    only: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, period: int, region: str, text: str) -> "Choice":
        """A choice as `slug` writes it. Raises Http404 on a word unknown."""
        told = dict(part.partition("-")[::2] for part in text.split(".") if part)
        one = cls(period, region, told.pop("span", ""), told.pop("tag", ""), told.pop("free", "") == "1",
                  tuple(sorted(told.items())))  # fmt: skip
        if one.span not in _SPANS or not set(told) <= set(DIMS) - {"place"}:
            raise Http404
        return one

    @property
    def slug(self) -> str:
        """Everything but month and region, as it stands in an address."""
        told = [("span", self.span), ("tag", self.tag), ("free", "1" if self.free else ""), *self.only]
        return ".".join(
            f"{name}-{value}" for name, value in told if value or name not in ("span", "tag", "free")
        )

    def with_(self, values: Sequence[tuple[str, str]]) -> "Choice":
        """The choice behind a line: a place becomes the region, everything else a condition."""
        region = dict(values).get("place", self.region)
        only = {**dict(self.only), **{name: value for name, value in values if name != "place"}}
        return replace(self, region=region, only=tuple(sorted(only.items())))


@dataclass(frozen=True)
class Line:
    """Values of the chosen dimensions with their figures; the sum has none."""

    values: tuple[str, ...]
    times: int
    people: int
    passed: int


@dataclass
class Table:
    """Lines in the order of their values and the sum, whose people are distinct."""

    dims: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    sum: Line = Line((), 0, 0, 0)


def _counties(engine: DuckEngine, scope: Scope, one: Choice) -> dict[str, str]:
    """County as registered → the region one tier below the chosen one that holds it; under a tag those that carry it."""
    lo, hi = queries.place(scope, one.region)
    if one.tag and one.tag not in definitions.tags():
        raise Http404
    day, found = last_day(one.period), {}
    known = f"SELECT DISTINCT county FROM {TABLE} WHERE county IS NOT NULL"
    for (county,) in engine.con.execute(known).fetchall():
        code = definitions.placed(county, day)
        if (one.region == NATION or lo <= code < hi) and (
            not one.tag or code in definitions.tagged(one.tag, one.period)
        ):
            found[county] = definitions.child(code, one.region)
    return found


@contextmanager
def _opened(period: int) -> Iterator[DuckEngine]:
    """The month's list, of all provinces closed beside each other. Raises Away."""
    close = Close.objects.filter(period=period).first()
    if close is None:
        raise Away
    home = Path(close.folder)
    out = home.parent if home.name == str(close) else home.parent.parent
    with (
        tempfile.TemporaryDirectory(prefix="qianxiao-training-") as scratch,
        DuckEngine(Path(scratch)) as engine,
    ):
        try:
            parts = [result.table(TABLE) for result in load.parts(out, period)]
        except LoadProblem:
            raise Away from None
        if not parts:
            raise Away
        engine.view(TABLE, " UNION ALL ".join(f"SELECT * FROM ({part})" for part in parts))
        yield engine


def _rows(engine: DuckEngine, scope: Scope, one: Choice) -> tuple[str, dict[str, Any]]:
    """FROM and WHERE of a choice, and their values: nothing of an address becomes SQL."""
    placed = list(_counties(engine, scope, one).items())
    engine.con.execute("CREATE TEMP TABLE placed (county VARCHAR, code VARCHAR)")
    if placed:
        engine.con.executemany("INSERT INTO placed VALUES (?, ?)", placed)
    years = declared.bands(last_day(one.period))
    band = "CASE WHEN age IS NULL THEN '' " + "".join(f"WHEN age >= {n} THEN '{n}' " for n in reversed(years)) + "ELSE '0' END"  # fmt: skip
    values: dict[str, Any] = {"period": one.period}
    where = [_SPANS[one.span]] + (["free = 1"] if one.free else [])
    for n, (name, value) in enumerate(one.only):
        where.append(f"{_COLUMNS[name]} = $only{n}")
        values[f"only{n}"] = value
    rows = f"(SELECT t.*, p.code, {band} AS band FROM {TABLE} t JOIN placed p ON p.county = t.county)"
    return f"FROM {rows} WHERE {' AND '.join(where)}", values


def table(scope: Scope, one: Choice, dims: Sequence[str]) -> Table:
    """The table of a choice by up to three dimensions. Raises Http404 out of scope, below a county, without the files."""
    if not set(dims) <= set(DIMS) or len(dims) > MOST or len(set(dims)) < len(dims):
        raise Http404
    with _opened(one.period) as engine:
        rows, values = _rows(engine, scope, one)
        named = ", ".join(f"{_COLUMNS[name]} AS d{n}" for n, name in enumerate(dims))
        keys = ", ".join(f"d{n}" for n in range(len(dims)))
        told = Table(tuple(dims))
        told.sum = Line((), *engine.con.execute(f"SELECT {_COUNTED} {rows}", values).fetchall()[0])
        if dims:
            sql = f"SELECT {named}, {_COUNTED} {rows} GROUP BY ALL ORDER BY {keys}"
            told.lines = [
                Line(tuple(row[: len(dims)]), *row[len(dims) :])
                for row in engine.con.execute(sql, values).fetchall()
            ]
        return told


def listed(scope: Scope, one: Choice) -> dict[str, list[tuple[Any, ...]]]:
    """The trainings behind a figure by register number of the person: type, programme, trade, result, first and last day."""
    with _opened(one.period) as engine:
        rows, values = _rows(engine, scope, one)
        told: dict[str, list[tuple[Any, ...]]] = {}
        for person, *training in engine.con.execute(
            f"SELECT person_no, train_type, train_mode, occupation_code, result, starts, ends {rows} ORDER BY person_no, starts, rec_id", values
        ).fetchall():  # fmt: skip
            told.setdefault(person, []).append(tuple(training))
        return told
