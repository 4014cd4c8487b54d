"""The resolved values of all items of a survey side by side, joined by one whole number per paying county and segment."""

from collections.abc import Sequence

from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.numbered import numbered_table
from qianxiao.engine.rules.parameters import county_table, regional, segments, table_of, value_column
from qianxiao.engine.rules.stops import TEXT

Payer = tuple[str, str]
"""Decisive date and paying county: rules that share both share their resolved values."""
_INT = 2**31


def payers(files: Sequence[RuleFile]) -> list[Payer]:
    """The payers of some items, sorted."""
    return sorted({(rule.decisive, rule.county) for file in files for rule in file.rules if regional(file)})


def _own(files: Sequence[RuleFile], payer: Payer) -> list[RuleFile]:
    return [
        file for file in files if regional(file) and payer in {(r.decisive, r.county) for r in file.rules}
    ]


def _days(files: Sequence[RuleFile], payer: Payer) -> list[int]:
    return sorted({day for file in _own(files, payer) for day in segments(file)})


def _typed(file: RuleFile, name: str) -> str:
    """SQL of a resolved value as the smallest whole number that holds all of its values."""
    small = all(-_INT <= value.value < _INT for value in file.parameters[name].values)
    return f"cast({file.item}.{value_column(name)} as {'int' if small else 'bigint'})"


def place_table(case: str, n: int) -> str:
    """Name of the table county → place: a multiple of the number of segments, from one segment's worth on."""
    return f"survey_places_{case}_{n}"


def wide_table(case: str, n: int) -> str:
    """Name of the table place → values of all items; places below the first county's are those of no county."""
    return f"survey_values_{case}_{n}"


def wide(files: Sequence[RuleFile], payer: Payer, places: str) -> str:
    """SELECT place, county, from_date and `<item>__v_<name>` of all items that share a payer, without a gap in places."""
    own, days = _own(files, payer), _days(files, payer)
    columns = ", ".join(
        f"{_typed(file, name)} as {file.item}__{value_column(name)}"
        for file in own
        for name in regional(file)
    )
    joins = "\n  ".join(
        f"left join {table_of(file.item)} {file.item} on {file.item}.county = a.county"
        f" and s.from_date between {file.item}.from_date and {file.item}.to_date"
        for file in own
    )
    spans = " union all ".join(f"select {n} as nth, {day} as from_date" for n, day in enumerate([0, *days]))
    return f"""select cast(a.place + s.nth as int) as place, a.county, s.from_date, {columns}
  from (select county, place from {places} union all select cast(null as {TEXT}), 0) a cross join ({spans}) s
  {joins}"""


def value_tables(files: Sequence[RuleFile]) -> dict[str, str]:
    """Small tables a survey reads, to be made in this order: name → SELECT over the resolved values of the items.

    A whole number without gaps finds its row by subtraction in DuckDB, and the values stay where they are until they
    are looked at: a quarter of what a join by code and day costs.
    """
    found, case = {}, files[0].case
    for n, payer in enumerate(payers(files)):
        places, width = place_table(case, n), len(_days(files, payer)) + 1
        number = f"cast(row_number() over (order by county) * {width} as int)"
        found[places] = f"select county, {number} as place from {county_table(case)}"
        found[wide_table(case, n)] = wide(files, payer, places)
    return found


def _nth(days: Sequence[int], date: str) -> str:
    """SQL: the number of the segment of a date, 0 before the first."""
    whens = " ".join(f"when {date} >= {day} then {n}" for n, day in reversed(list(enumerate(days, start=1))))
    return f"case {whens} else 0 end"


def known_place(files: Sequence[RuleFile], payer: Payer) -> str:
    """SQL: the paying county of a line is known, so that it has a place of its own."""
    return f"c.place_{payers(files).index(payer)} > {len(_days(files, payer))}"


def given(files: Sequence[RuleFile]) -> str:
    """FROM: the cases `c` with the values `p0`, `p1`, … of each payer."""
    case = files[0].case
    places, joins, reads = [], [], [f"{numbered_table(case)} d"]
    for n, (decisive, county) in enumerate(payers(files)):
        nth = _nth(_days(files, (decisive, county)), f"d.{decisive}")
        places.append(f"coalesce(l{n}.place, 0) + {nth} as place_{n}")
        reads.append(f"left join {place_table(case, n)} l{n} on l{n}.county = d.{county}")
        # Every place is there, so that no line is lost; an inner join is what DuckDB answers by subtraction.
        joins.append(f"join {wide_table(case, n)} p{n} on p{n}.place = c.place_{n}")
    lines = (
        f"(select d.*, {', '.join(places)} from {' '.join(reads)}) c"
        if places
        else f"{numbered_table(case)} c"
    )
    return " ".join([lines, *joins])
