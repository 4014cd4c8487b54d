"""Pieces of a rule file: words, fields, dated values, lists. Each check says file, line and what is wanted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from qianxiao.engine.rules.lined import Lined, RuleError
from qianxiao.engine.rules.model import LAST_DAY, CodeList, Field, Order, Parameter, Ranking, Value, Words

KINDS = {"yesno": "bool", "int": "int", "yuan": "int", "date": "int", "month": "int", "text": "text"}
"""Field types of the files and the kinds of the predicate language; `code:<table>` is text."""
LEVELS = {"province": 2, "prefecture": 4, "county": 6}
"""Who may override a value, and how many digits its region code has."""

COSIGNERS = ("finance",)
"""Departments whose signature a value may need beside that of the office that sets it."""
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
        source = src.need(part, "source", str)
        found[name] = Field(name, KINDS.get(kind, "text"), src.words(part), source, kind)
    return found


def settled(values: Sequence[Value]) -> list[Value]:
    """Values by region and day; a newer one of a region ends the older one on the day before."""
    rows = sorted(values, key=lambda value: (value.region, value.start))
    pairs = zip(rows, [*rows[1:], None], strict=True)
    return [
        replace(one, end=min(one.end, later.start - 1)) if later and later.region == one.region else one
        for one, later in pairs
    ]


def _values(
    src: Source, part: Lined, override: tuple[str, ...], clause: str, assumed: bool
) -> tuple[Value, ...]:
    found: dict[tuple[str, int], Value] = {}
    for row in src.listed(part, "values"):
        src.only(row, {"region", "from", "to", "value", "clause", "assumed", "lowest", "highest"})
        region, start = region_of(src, row, override), src.day(row, "from")
        end, value = src.day(row, "to", LAST_DAY), src.need(row, "value", int)
        if abs(value) > _BIGGEST:
            src.fail(row, f"the value {value} is too large")
        if (region, start) in found:
            src.fail(row, f"two values for region '{region}' from {start}")
        if end < start:
            src.fail(row, f"'to' {end} lies before 'from' {start}")
        low, high = (src.need(row, key, int) if key in row else None for key in ("lowest", "highest"))
        cite, guess = str(row.get("clause", clause)), bool(row.get("assumed", assumed))
        found[region, start] = Value(region, start, end, value, cite, guess, low, high, line=row.line)
    return tuple(settled(list(found.values())))


def _override(src: Source, part: Lined) -> tuple[tuple[str, ...], str]:
    """Who may set another value, and which department signs with them."""
    override, cosign = tuple(part.get("override", [])), str(part.get("cosign", ""))
    if bad := [level for level in override if level not in LEVELS]:
        src.fail(part, f"'override' names {bad}: only {', '.join(LEVELS)}")
    if cosign not in ("", *COSIGNERS) or (cosign and not override):
        src.fail(part, f"'cosign' is {' or '.join(COSIGNERS)}, where somebody may override")
    return override, cosign


def parameters(src: Source, top: Lined) -> dict[str, Parameter]:
    """The `parameters` section; values sorted by region and date."""
    found: dict[str, Parameter] = {}
    for name, part in src.maps(top, "parameters").items():
        src.only(part, {"zh", "en", "unit", "clause", "override", "cosign", "basis", "assumed", "values"})
        override, cosign = _override(src, part)
        clause, assumed = src.need(part, "clause", str), bool(part.get("assumed", False))
        values = _values(src, part, override, clause, assumed)
        if not values:
            src.fail(part, f"parameter '{name}' has no value")
        unit = src.need(part, "unit", str)
        found[name] = Parameter(
            name, src.words(part), unit, override, values, cosign, tuple(map(str, part.get("basis", [])))
        )
    return found


def lists(src: Source, top: Lined) -> dict[str, CodeList]:
    """The `lists` section: rows (region, from, to, code)."""
    found: dict[str, CodeList] = {}
    for name, part in src.maps(top, "lists").items():
        src.only(part, {"zh", "en", "clause", "override", "cosign", "assumed", "rows"})
        override, cosign = _override(src, part)
        rows: list[tuple[str, int, int, str]] = []
        for row in src.listed(part, "rows"):
            src.only(row, {"region", "from", "to", "codes"})
            region, start, end = (
                region_of(src, row, override),
                src.day(row, "from"),
                src.day(row, "to", LAST_DAY),
            )
            rows += [(region, start, end, str(code)) for code in src.need(row, "codes", list)]
        found[name] = CodeList(name, src.words(part), tuple(sorted(rows)), override, cosign)
    return found


def ranking(
    src: Source, top: Lined, fields: Mapping[str, Field], parameters: Mapping[str, Parameter]
) -> Ranking | None:
    """The `ranking` section: quota, fund, keys in their order; None when there is none."""
    part = top.get("ranking")
    if part is None:
        return None
    if not isinstance(part, Lined):
        src.fail(top, "'ranking' is a mapping")
    src.only(part, {"quota", "fund", "keys"})
    limits = [src.need(part, "quota", str), str(part.get("fund", ""))]
    if bad := [name for name in limits if name and name not in parameters]:
        src.fail(part, f"not a parameter of this file: {', '.join(bad)}")
    found = []
    for row in src.listed(part, "keys"):
        src.only(row, {"field", "first", "from", "to", "cite", "zh", "en"})
        name, first = src.need(row, "field", str), src.need(row, "first", str)
        if name not in fields or fields[name].kind == "text" or first not in ("high", "low"):
            src.fail(row, "a key is a number or a yes-no field of this file, 'first' is high or low")
        days = src.day(row, "from", 19490101), src.day(row, "to", LAST_DAY)
        found.append(Order(name, first == "high", *days, src.need(row, "cite", str), src.words(row)))
    return Ranking(limits[0], limits[1], tuple(found))
