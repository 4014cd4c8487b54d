"""Values of the rules' parameters: for one region and day, and as the table the close joins."""

from collections.abc import Sequence
from pathlib import Path

from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.model import LAST_DAY, Parameter, RuleFile, Value
from qianxiao.engine.sqltext import Scalar, Step, literal

Row = tuple[Scalar, ...]
VALUE_TYPES = {
    "item": "VARCHAR",
    "name": "VARCHAR",
    "region": "VARCHAR",
    "from_date": "INTEGER",
    "to_date": "INTEGER",
    "value": "BIGINT",
    "unit": "VARCHAR",
    "clause": "VARCHAR",
    "assumed": "INTEGER",
}


def column(item: str, name: str) -> str:
    """Name of a parameter among those of all items."""
    return f"{item}__{name}"


def table_of(item: str) -> str:
    """Name of the table of an item's resolved values: its own, so that a rate decides its own item anew and no other."""
    return f"rule_parameters_{item}"


def in_force(values: Sequence[Value], region: str, date: int) -> Value | None:
    """The value for a region code (any level) on a date: the most specific region wins."""
    fits = [v for v in values if region.startswith(v.region) and v.start <= date <= v.end]
    return max(fits, key=lambda v: len(v.region), default=None)


def resolve(file: RuleFile, region: str | None, date: int) -> dict[str, int | None]:
    """Every parameter of an item for one paying region and day; None where none is in force.

    Without a region (None) only what nobody below the nation may set is known.
    """
    found: dict[str, int | None] = {}
    for name, parameter in file.parameters.items():
        known = region is not None or parameter.national
        value = parameter.on(region or "", date) if known else None
        found[name] = value.value if value else None
    return found


def parameter_value(item: str, name: str, region: str, date: int, folder: Path | None = None) -> int:
    """One value (money in fen) for a region code and day. Raises KeyError when there is none."""
    file = next((file for file in load_rules(folder) if file.item == item), None)
    if file is None or name not in file.parameters:
        raise KeyError(f"no parameter {item}.{name}")
    value = file.parameters[name].on(region, date)
    if value is None:
        raise KeyError(f"{item}.{name} has no value for region '{region}' on {date}")
    return value.value


def value_rows(files: Sequence[RuleFile]) -> list[Row]:
    """Rows of table `rule_values` (columns VALUE_TYPES): what the files say, dated and regional."""
    return [
        (file.item, name, v.region, v.start, v.end, v.value, parameter.unit, v.clause, int(v.assumed))
        for file in files
        for name, parameter in sorted(file.parameters.items())
        for v in parameter.values
    ]


def value_column(name: str) -> str:
    """Name of a parameter's column in its item's table; the prefix keeps it apart from words of SQL."""
    return f"v_{name}"


def regional_rows(file: RuleFile) -> list[Row]:
    """Rows of table `rule_values_<item>`: what is joined. A change of the nation's own numbers changes no county's."""
    return [row for row in value_rows([file]) if row[1] in regional(file)]


def breakpoints(files: Sequence[RuleFile]) -> list[int]:
    """Days on which any value begins, or has just ended: between two of them nothing changes."""
    values = [v for file in files for parameter in file.parameters.values() for v in parameter.values]
    return sorted({v.start for v in values} | {v.end + 1 for v in values if v.end < LAST_DAY})


def regional(file: RuleFile) -> list[str]:
    """Names of the parameters that may differ from county to county: those that are joined."""
    return sorted(name for name, parameter in file.parameters.items() if not parameter.national)


def segments(file: RuleFile) -> list[int]:
    """Breakpoints of the regional parameters of one item."""
    values = [v for name in regional(file) for v in file.parameters[name].values]
    return sorted({v.start for v in values} | {v.end + 1 for v in values if v.end < LAST_DAY})


def segment(days: Sequence[int], date: str) -> str:
    """SQL: the breakpoint on or before a date, so that values join by equality."""
    return f"case {' '.join(f'when {date} >= {day} then {day}' for day in reversed(days))} else 0 end"


def national_value(parameter: Parameter, start: int, end: int, date: str) -> str:
    """SQL of a national parameter for a decisive date between start and end: a number, or a choice by date."""
    values = [v for v in parameter.values if v.start <= end and v.end >= start]
    if len(values) == 1 and values[0].start <= start and values[0].end >= end:
        return f"cast({values[0].value} as bigint)"
    whens = " ".join(
        f"when {date} between {v.start} and {v.end} then cast({v.value} as bigint)" for v in values
    )
    return f"(case {whens} end)" if whens else "cast(null as bigint)"


def county_table(case: str) -> str:
    """Name of the table of counties that pay for a kind of case."""
    return f"rule_counties_{case}"


def value_table(item: str) -> str:
    """Name of the small table of what an item's file says: rows of `value_rows`."""
    return f"rule_values_{item}"


def parameter_step(file: RuleFile) -> Step:
    """Step `rule_parameters_<item>`: county, from_date, to_date (the segment), one column per regional parameter.

    One row per paying county and segment of the item's own breakpoints. The widest region is '' (nation); the key of
    max_by is the length of the code, unique per name and day.
    """
    days = segments(file)
    spans = zip(days, [*days[1:], LAST_DAY + 1], strict=True)
    parts = " union all ".join(f"select {day} as from_date, {after - 1} as to_date" for day, after in spans)
    columns = ",\n  ".join(
        f"max_by(v.value, length(p.region)) filter (where v.name = {literal(name)}) as {value_column(name)}"
        for name in regional(file)
    )
    counties, values = county_table(file.case), value_table(file.item)
    sql = f"""with prefixes as (
  select county, '' as region from {counties}
  union select county, left(county, 2) from {counties}
  union select county, left(county, 4) from {counties}
  union select county, left(county, 6) from {counties}),
segments as ({parts})
select p.county, s.from_date, s.to_date, {columns}
from prefixes p cross join segments s
join {values} v on coalesce(v.region, '') = p.region and v.from_date <= s.from_date and v.to_date >= s.from_date
group by p.county, s.from_date, s.to_date"""
    return Step(table_of(file.item), (counties, values), "county, from_date", sql, "parameters.py")
