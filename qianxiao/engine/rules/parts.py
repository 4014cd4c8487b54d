"""Pieces of a rule file: words, fields, dated values, lists. Each check says file, line and what is wanted."""

import re
from typing import Any, NoReturn

from qianxiao.engine.rules.lined import Lined, RuleError
from qianxiao.engine.rules.model import LAST_DAY, CodeList, Field, Parameter, Value, Words

KINDS = {"yesno": "bool", "int": "int", "yuan": "int", "date": "int", "month": "int", "text": "text"}
"""Field types of the files and the kinds of the predicate language; `code:<table>` is text."""
LEVELS = {"province": 2, "prefecture": 4, "county": 6}
"""Who may override a value, and how many digits its region code has."""


_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_BIGGEST = 10**15


class Source:
    """Where we are: a file, for messages."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, at: Lined | int, message: str) -> NoReturn:
        """Raise RuleError with the place."""
        raise RuleError(f"{self.file}:{at if isinstance(at, int) else at.line}: {message}")

    def need(self, mapping: Lined, key: str, kind: type) -> Any:
        """The value of a key that must be there with this type."""
        found = mapping.get(key)
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            self.fail(mapping, f"'{key}' is wanted here, as {kind.__name__}; found {found!r}")
        return found

    def name(self, at: Lined, name: str) -> str:
        """A name that becomes a column or table: small letters, digits, underscores, nothing that SQL could read."""
        if not _NAME.fullmatch(name):
            self.fail(at, f"a name is small letters, digits and underscores; found {name!r}")
        return name

    def named(self, mapping: Lined, key: str) -> str:
        """The name under a key."""
        return self.name(mapping, self.need(mapping, key, str))

    def only(self, mapping: Lined, allowed: set[str]) -> None:
        """No key but these: a misspelt key must not be a silent default."""
        if extra := sorted(set(mapping) - allowed):
            self.fail(mapping, f"unknown key: {', '.join(extra)}")

    def maps(self, mapping: Lined, key: str) -> dict[str, Lined]:
        """A mapping of mappings; empty when the key is absent."""
        found = mapping.get(key, Lined())
        if not isinstance(found, Lined) or not all(isinstance(part, Lined) for part in found.values()):
            self.fail(mapping, f"'{key}' is a mapping of mappings")
        for name, part in found.items():
            self.name(part, name)
        return found

    def listed(self, mapping: Lined, key: str) -> list[Lined]:
        """A list of mappings; empty when the key is absent."""
        found = mapping.get(key, [])
        if not isinstance(found, list) or not all(isinstance(part, Lined) for part in found):
            self.fail(mapping, f"'{key}' is a list of mappings")
        return found

    def day(self, mapping: Lined, key: str, default: int | None = None) -> int:
        """A date as yyyymmdd."""
        if key not in mapping and default is not None:
            return default
        found = int(self.need(mapping, key, int))
        if not (19490101 <= found <= LAST_DAY and 1 <= found // 100 % 100 <= 12 and 1 <= found % 100 <= 31):
            self.fail(mapping, f"'{key}' is a date yyyymmdd; found {found}")
        return found

    def words(self, mapping: Lined) -> Words:
        """Both languages, neither empty."""
        zh, en = self.need(mapping, "zh", str), self.need(mapping, "en", str)
        if not zh.strip() or not en.strip():
            self.fail(mapping, "zh and en may not be empty")
        return Words(zh, en)


def region_of(src: Source, row: Lined, override: tuple[str, ...]) -> str:
    """The region code of a value; only levels named in `override` may differ from the nation."""
    region = str(row.get("region", ""))
    allowed = {0} | {LEVELS[level] for level in override}
    if (region and not region.isdigit()) or len(region) not in allowed:
        src.fail(
            row, f"region '{region}': the nation ('') or {', '.join(override) or 'nobody else'} may set this"
        )
    return region


def fields(src: Source, top: Lined) -> dict[str, Field]:
    """The `fields` section."""
    found: dict[str, Field] = {}
    for name, part in src.maps(top, "fields").items():
        src.only(part, {"zh", "en", "type", "source"})
        kind = src.need(part, "type", str)
        if kind not in KINDS and not kind.startswith("code:"):
            src.fail(part, f"field type '{kind}': one of {', '.join(KINDS)} or code:<table>")
        found[name] = Field(name, KINDS.get(kind, "text"), src.words(part), src.need(part, "source", str))
    return found


def _values(
    src: Source, part: Lined, override: tuple[str, ...], clause: str, assumed: bool
) -> tuple[Value, ...]:
    rows = []
    for row in src.listed(part, "values"):
        src.only(row, {"region", "from", "to", "value", "clause", "assumed"})
        region, start = region_of(src, row, override), src.day(row, "from")
        end = src.day(row, "to", LAST_DAY)
        value = src.need(row, "value", int)
        if abs(value) > _BIGGEST:
            src.fail(row, f"the value {value} is too large")
        rows.append(
            (
                region,
                start,
                end,
                value,
                str(row.get("clause", clause)),
                bool(row.get("assumed", assumed)),
                row,
            )
        )
    rows.sort(key=lambda row: (row[0], row[1]))
    found = []
    for i, (region, start, end, value, basis, assumption, row) in enumerate(rows):
        later = rows[i + 1] if i + 1 < len(rows) and rows[i + 1][0] == region else None
        if later and later[1] == start:
            src.fail(row, f"two values for region '{region}' from {start}")
        if end < start:
            src.fail(row, f"'to' {end} lies before 'from' {start}")
        # A newer value of the same region ends the older one on the day before.
        found.append(Value(region, start, min(end, later[1] - 1) if later else end, value, basis, assumption))
    return tuple(found)


def parameters(src: Source, top: Lined) -> dict[str, Parameter]:
    """The `parameters` section; values sorted by region and date."""
    found: dict[str, Parameter] = {}
    for name, part in src.maps(top, "parameters").items():
        src.only(part, {"zh", "en", "unit", "clause", "override", "assumed", "values"})
        override = tuple(part.get("override", []))
        if bad := [level for level in override if level not in LEVELS]:
            src.fail(part, f"'override' names {bad}: only {', '.join(LEVELS)}")
        clause, assumed = src.need(part, "clause", str), bool(part.get("assumed", False))
        values = _values(src, part, override, clause, assumed)
        if not values:
            src.fail(part, f"parameter '{name}' has no value")
        found[name] = Parameter(name, src.words(part), src.need(part, "unit", str), override, values)
    return found


def lists(src: Source, top: Lined) -> dict[str, CodeList]:
    """The `lists` section: rows (region, from, to, code)."""
    found: dict[str, CodeList] = {}
    for name, part in src.maps(top, "lists").items():
        src.only(part, {"zh", "en", "clause", "override", "assumed", "rows"})
        override = tuple(part.get("override", []))
        rows: list[tuple[str, int, int, str]] = []
        for row in src.listed(part, "rows"):
            src.only(row, {"region", "from", "to", "codes"})
            region, start, end = (
                region_of(src, row, override),
                src.day(row, "from"),
                src.day(row, "to", LAST_DAY),
            )
            rows += [(region, start, end, str(code)) for code in src.need(row, "codes", list)]
        found[name] = CodeList(name, src.words(part), tuple(sorted(rows)))
    return found
