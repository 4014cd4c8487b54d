"""Small tables the case SQL reads: terms of the school year, rule values, lists, items and their clauses."""

from collections.abc import Sequence
from pathlib import Path

from qianxiao.engine.rules.cases import BY_TERM, REGISTER
from qianxiao.engine.rules.lined import read_lined
from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.parameters import county_table
from qianxiao.engine.rules.parts import Source
from qianxiao.engine.sqltext import Scalar, Step

Row = tuple[Scalar, ...]
TERM_TYPES = {
    "term": "VARCHAR",
    "starts": "INTEGER",
    "ends": "INTEGER",
    "closes": "INTEGER",
    "ordinal": "INTEGER",
    "per_year": "INTEGER",
}
LIST_TYPES = {
    "list": "VARCHAR",
    "region": "VARCHAR",
    "from_date": "INTEGER",
    "to_date": "INTEGER",
    "code": "VARCHAR",
}
ITEM_TYPES = {"item": "VARCHAR", "register": "VARCHAR", "by_term": "INTEGER"}
CLAUSE_TYPES = {"item": "VARCHAR", "version": "INTEGER", "clause": "VARCHAR"}


def term_rows(policies: Path, period: int) -> list[Row]:
    """Table `terms` up to the year of a period (yyyymm), from `calendar.yaml`; columns TERM_TYPES.

    `closes` is the last month (yyyymm) of enrolment that still counts for the term.
    """
    path = policies / "calendar.yaml"
    src, top = Source(path.name), read_lined(path)
    kinds = src.listed(top, "terms")
    found = []
    for year in range(src.need(top, "first", int), period // 100 + 1):
        for kind in kinds:
            numbers = [src.need(kind, key, int) for key in ("from", "to", "closes")]
            found.append(
                (
                    year * 10000 + numbers[0],
                    f"{year}{src.need(kind, 'letter', str)}",
                    year * 10000 + numbers[1],
                    year * 100 + numbers[2],
                )
            )
    found.sort()
    return [
        (term, starts, ends, closes, i, len(kinds))
        for i, (starts, term, ends, closes) in enumerate(found, start=1)
    ]


def list_rows(files: Sequence[RuleFile]) -> list[Row]:
    """Table `rule_lists`: dated regional lists of codes; columns LIST_TYPES."""
    return [
        (name, *row) for file in files for name, codes in sorted(file.lists.items()) for row in codes.rows
    ]


def item_rows(files: Sequence[RuleFile]) -> list[Row]:
    """Table `rule_items`: which register an item's records come from, and whether it is paid by term."""
    return [(file.item, REGISTER[file.case], int(file.case in BY_TERM)) for file in files]


def clause_rows(files: Sequence[RuleFile]) -> list[Row]:
    """Table `rule_clauses`: the clause an item's amount stands on, by version."""
    return [(file.item, rule.version, rule.amount.cite) for file in files for rule in file.rules]


def county_steps(files: Sequence[RuleFile]) -> list[Step]:
    """Steps `rule_counties_<case>`: every county that pays for some case of a kind."""
    found = []
    for case in sorted({file.case for file in files}):
        columns = sorted({rule.county for file in files if file.case == case for rule in file.rules})
        union = " union ".join(f"select {column} as county from case_{case}" for column in columns)
        sql = f"select distinct county from ({union}) u where county is not null"
        found.append(Step(county_table(case), (f"case_{case}",), "county", sql, "tables.py"))
    return found
