"""Readers of policies/duties: who owes what, for which period, until when, by which clause, with what proof."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qianxiao.base.documents import clause
from qianxiao.base.paths import POLICIES
from qianxiao.base.scope import Range
from qianxiao.base.tables import OPEN_END, area_tags
from qianxiao.base.workdays import after
from qianxiao.base.yamlfile import read_yaml
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import SEATS

TIERS = {"nation": 0, "province": 2, "prefecture": 4, "county": 6, "township": 9, "village": 12}
PERIODS = ("monthly", "yearly", "once", "asked")  # asked: by a piece of work, due so many days later
_KEYS = {"id", "zh", "en", "row", "clause", "owes", "where", "tag", "period", "opens", "due", "remind", "raise",
         "proof_zh", "proof_en", "valid_from", "valid_to", "assumed", "note", "found_zh", "found_en",
         "raise_again"}  # fmt: skip


def ymd(day: date) -> int:
    """20200531 of a day."""
    return day.year * 10000 + day.month * 100 + day.day


@dataclass(frozen=True)
class Owes:
    """A kind of agency, the role in it that is named, and the tiers as digits of the region; () is any."""

    kind: str
    role: str
    tiers: tuple[int, ...]


@dataclass(frozen=True)
class Rule:
    """A declared duty. Dates yyyymmdd; opens, remind, raise in days before (after) the due day."""

    id: str
    zh: str
    en: str
    row: str
    clause: str
    owes: tuple[Owes, ...]
    where: str
    tag: str
    period: str
    opens: int
    due: Mapping[str, int]
    remind: tuple[int, ...]
    raised: int
    proof_zh: str
    proof_en: str
    valid_from: int
    valid_to: int
    assumed: tuple[str, ...]
    note: str
    found_zh: str = ""  # by what the system sees for itself that it is fulfilled; '' when only people can say
    found_en: str = ""
    raised_again: int = 0  # days after the due day on which it goes one more tier up; 0 never

    def due_on(self, period: int) -> date:
        """The last day in time: of the year, of the named month, or so many months after the period's."""
        told = self.due
        if self.period == "asked":
            raise ValueError(f"{self.id} is due some days after it was asked for")
        if self.period == "monthly":
            months = (period // 100) * 12 + period % 100 - 1 + told["months_after"]
            year, month = divmod(months, 12)
            month += 1
        else:
            year, month = told.get("year", period), told["month"]
        return date(year, month, min(told["day"], monthrange(year, month)[1]))

    def asked_on(self, day: date) -> date:
        """The last day in time of what a piece of work asks for on a day."""
        if "workdays" in self.due:  # the day itself counts
            last = after(ymd(day - timedelta(days=1)), self.due["workdays"])
            return date(last // 10000, last // 100 % 100, last % 100)
        return day + timedelta(days=self.due["days"])

    def opens_on(self, period: int) -> date:
        """The day it becomes work."""
        return self.due_on(period) - timedelta(days=self.opens)

    def holds(self, period: int) -> bool:
        """Whether it is owed for a period: its due day lies in the time the clause is in force."""
        return self.valid_from <= ymd(self.due_on(period)) <= self.valid_to

    def ranges(self, day: int) -> Iterator[Range]:
        """Where its debtors lie: the region, or the areas that bear its tag on a day (yyyymmdd)."""
        tagged = [one for one in area_tags() if one.tag == self.tag and one.valid_from <= day <= one.valid_to]
        return (span(code) for code in ([one.code for one in tagged] if self.tag else [self.where]))

    @property
    def width(self) -> int:
        """How particular it is: of two rules with one id the one for the smaller region counts."""
        return len(span(self.where)[0])


def _owes(raw: Mapping[str, Any], name: str) -> Owes:
    kind, role = raw["kind"], raw["role"]
    if kind not in SEATS.get(role, ()):
        raise ValueError(f"{name}: {role} does not sit at {kind}")
    return Owes(kind, role, tuple(TIERS[tier] for tier in raw.get("tiers", ())))


def _rule(raw: dict[str, Any], file: str) -> Rule:
    name = f"{file}: {raw.get('id')}"
    if unknown := set(raw) - _KEYS:
        raise ValueError(f"{name}: unknown {sorted(unknown)}")
    if raw["period"] not in PERIODS:
        raise ValueError(f"{name}: no period {raw['period']!r}")
    cited = clause(raw["clause"])
    rule = Rule(
        owes=tuple(_owes(one, name) for one in raw["owes"]),
        where=raw.get("where", "CN"),
        tag=raw.get("tag", ""),
        due=MappingProxyType(dict(raw["due"])),
        remind=tuple(sorted(raw["remind"], reverse=True)),
        raised=raw["raise"],
        valid_from=raw.get("valid_from", cited.valid_from),
        valid_to=raw.get("valid_to", OPEN_END),
        assumed=tuple(raw.get("assumed", ())),
        note=raw.get("note", ""),
        found_zh=raw.get("found_zh", ""),
        found_en=raw.get("found_en", ""),
        raised_again=raw.get("raise_again", 0),
        **{
            key: raw[key]
            for key in ("id", "zh", "en", "row", "clause", "period", "opens", "proof_zh", "proof_en")
        },
    )
    # a due day that is none fails here
    if rule.period == "asked":
        rule.asked_on(date(2020, 2, 28))
    else:
        rule.due_on({"monthly": 202002, "yearly": 2020, "once": 0}[rule.period])
    return rule


@cache
def rules(folder: Path = POLICIES / "duties") -> tuple[Rule, ...]:
    """All declared duties. Raises ValueError, KeyError with the file and id of what is wrong."""
    found: list[Rule] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found += [_rule(raw, path.name) for raw in read_yaml(path)["duties"]]
        except KeyError as error:
            raise KeyError(f"{path.name}: {error}") from error
    keys = [(one.id, one.where, one.tag) for one in found]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"declared twice: {sorted(twice)}")
    return tuple(found)


def rule_of(name: str) -> Rule | None:
    """The general declaration of an id; None when it is declared no longer."""
    return next((one for one in sorted(rules(), key=lambda one: one.width) if one.id == name), None)
