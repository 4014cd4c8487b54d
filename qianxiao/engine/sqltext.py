"""SQL files of the close: their header, their parameters, the few words in which the two engines differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Scalar = int | str | None

_PARAM = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")
_HEAD = r"^-- (table|reads|order|by|through|also|sums|within):[ \t]*(.*?)[ \t]*$"
_LISTAGG = re.compile(
    r"listagg\(\s*(.+?)\s*,\s*('[^']*')\s*\)\s*within group\s*\(\s*order by\s+([^()]+?)\)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """One table of the close and the SELECT that makes it."""

    table: str
    reads: tuple[str, ...]
    order: str
    sql: str
    source: str
    by: tuple[str, ...] = ()
    """Key columns: rows of one key depend on that key's rows of the tables in `through` alone."""
    through: tuple[str, ...] = ()
    of: str = ""
    """The register of the keys, where the key is a record's number."""
    lasting: str = ""
    """Its text without the values that `concerns` compares, where there are such: as long as it lasts, the rest stands."""
    concerns: tuple[tuple[str, str], ...] = ()
    """Table that all keys read → SELECT of the keys that its differences from table {before} can concern."""
    on: tuple[tuple[str, str], ...] = ()
    """Table in `through` → its column that holds the key, where it is called otherwise."""
    also: str = ""
    """SELECT of further keys to be decided anew; reads this month's tables and, as before_<table>, those of the last."""
    sums: tuple[str, ...] = ()
    """Columns that add up over keys: what the touched keys were is taken off last month's figures, what they are is added."""
    within: str = ""
    """`year`: last month's rows stand only while both months lie in one year."""


def literal(value: Scalar) -> str:
    """A value as SQL text; text is quoted, so no value is ever read as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(int(value))
    if "\\" in value:
        raise ValueError(f"a parameter may not hold a backslash: {value!r}")
    return "'" + value.replace("'", "''") + "'"


def render(sql: str, params: dict[str, Scalar]) -> str:
    """Put parameters into SQL text. Raises KeyError on one that has no value."""
    lines = (line for line in sql.splitlines() if not line.lstrip().startswith("--"))
    return _PARAM.sub(lambda m: literal(params[m.group(1)]), "\n".join(lines))


def for_duckdb(sql: str) -> str:
    """The common text in DuckDB's words (ordered listagg; the rest are macros of the engine)."""
    return _LISTAGG.sub(r"string_agg(\1, \2 ORDER BY \3)", sql)


def some(alias: str, source: str, keys: str, names: Sequence[tuple[str, str]]) -> str:
    """`FROM … WHERE …` of the rows of `source` (known as `alias`) that have one of the keys; keys must be distinct.

    keys: a table or a SELECT in brackets; names: column of the keys → column of the source. Two texts as a key cost half as
    much again as one: the last column alone is looked up, and the others are compared where it was found.
    """
    *others, (key, own) = names
    if not others:
        return f"from {source} {alias} where exists (select 1 from {keys} k where k.{key} = {alias}.{own})"
    same = " and ".join(f"case when k.{a} = {alias}.{b} then 1 else 0 end = 1" for a, b in others)
    return f"from {source} {alias} join {keys} k on k.{key} = {alias}.{own} and {same}"


def swapped(sql: str, names: dict[str, str]) -> str:
    """The same text over other tables. A quoted text that reads like a table's name stays: 'due' is a verdict too."""
    words = re.compile(r"'(?:[^']|'')*'|(?<!\.)\b(" + "|".join(names) + r")\b(?!\s*\.)")
    return words.sub(lambda found: names[found.group(1)] if found.group(1) else found.group(0), sql)


def read_step(path: Path) -> Step:
    """Read one `.sql` file with its header. Raises ValueError when the header is incomplete."""
    text = path.read_text(encoding="utf-8")
    head = dict(re.findall(_HEAD, text, re.MULTILINE))
    if "table" not in head or "reads" not in head:
        raise ValueError(f"{path.name}: header needs '-- table:' and '-- reads:'")
    body = re.sub(r"^--.*$", "", text, flags=re.MULTILINE).strip().rstrip(";")
    by, _, of = head.get("by", "").partition(" of ")
    through = [name.partition(".") for name in _listed(head.get("through", ""))]
    return Step(
        head["table"], _listed(head["reads"]), head.get("order", ""), body, path.name, _listed(by),
        tuple(table for table, _, _ in through), of.strip(),
        on=tuple((table, column) for table, _, column in through if column),
        also=head.get("also", ""), sums=_listed(head.get("sums", "")), within=head.get("within", ""),
    )  # fmt: skip


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def read_steps(folder: Path) -> list[Step]:
    """All steps of a folder, in file order."""
    return [read_step(path) for path in sorted(folder.glob("*.sql"))]
