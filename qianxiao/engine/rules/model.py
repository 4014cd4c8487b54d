"""What a rule file holds, once read: fields, dated regional values, rules with their conditions, examples."""

from dataclasses import dataclass
from functools import cached_property

from qianxiao.engine.rules.predicate import Node

LAST_DAY = 99991231
"""End of an open validity, as everywhere in the close."""
APPLICATION = "application"
"""The kind of case that is decided online, from what an application and its checks tell."""


@dataclass(frozen=True)
class Words:
    """One sentence in the two languages."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        """`en` for English, everything else Chinese."""
        return self.en if lang.startswith("en") else self.zh


@dataclass(frozen=True)
class Field:
    """A fact a rule may ask for: a column of the case table, or what an application tells. type: as the file has it."""

    name: str
    kind: str
    says: Words
    source: str
    type: str = ""


@dataclass(frozen=True)
class Value:
    """One value of a parameter: region '' is the nation, 2, 4, 6 digits province, prefecture, county.

    lowest, highest: what those below may choose between while this value is in force; number: of its publication on
    screen, 0 for one of a rule file.
    """

    region: str
    start: int
    end: int
    value: int
    clause: str
    assumed: bool
    lowest: int | None = None
    highest: int | None = None
    number: int = 0
    line: int = 0


@dataclass(frozen=True)
class Parameter:
    """A dated, regional number with its legal basis. Money in fen. basis: more documents it stands on.

    cosign: the department that signs as well, '' none.
    """

    name: str
    says: Words
    unit: str
    override: tuple[str, ...]
    values: tuple[Value, ...]
    cosign: str = ""
    basis: tuple[str, ...] = ()

    @property
    def national(self) -> bool:
        """Whether nobody below the nation may set it: then it is known whichever county pays."""
        return not self.override

    @cached_property
    def by_region(self) -> dict[str, tuple[Value, ...]]:
        """The values of each region that has its own: a county looks at four codes, however many counties there are."""
        found: dict[str, tuple[Value, ...]] = {}
        for value in self.values:
            found[value.region] = (*found.get(value.region, ()), value)
        return found

    def on(self, region: str, date: int) -> Value | None:
        """The value for a region code (any level) on a date: the most specific region wins."""
        for digits in (6, 4, 2, 0):
            if len(region) >= digits:
                for value in self.by_region.get(region[:digits], ()):
                    if value.start <= date <= value.end:
                        return value
        return None


@dataclass(frozen=True)
class CodeList:
    """A dated, regional list of codes (say, occupations in short supply)."""

    name: str
    says: Words
    rows: tuple[tuple[str, int, int, str], ...]
    override: tuple[str, ...] = ()
    cosign: str = ""


@dataclass(frozen=True)
class Condition:
    """One bit: a predicate, the clause it stands on, the sentence an official reads."""

    name: str
    text: str
    test: Node
    cite: str
    says: Words


@dataclass(frozen=True)
class Cap:
    """At most `limit` (a parameter) due lines of a person per `keys`, earliest first."""

    name: str
    limit: str
    keys: tuple[str, ...]
    order: tuple[str, ...]
    cite: str
    says: Words


@dataclass(frozen=True)
class Exclusion:
    """A line falls away when the person has `item` (due or paid) in the same term or an overlapping period."""

    item: str
    against: str
    within: str
    cite: str
    says: Words


@dataclass(frozen=True)
class Rule:
    """One version of the rule of an item, in force from `start` to `end` by decisive date."""

    item: str
    id: str
    version: int
    start: int
    end: int
    payee: str
    fund: str
    decisive: str
    county: str
    when: tuple[Condition, ...]
    amount: Condition
    caps: tuple[Cap, ...]
    exclusions: tuple[Exclusion, ...]
    line: int


@dataclass(frozen=True)
class Example:
    """Facts of one invented person and what the rule must say about them."""

    name: str
    date: int
    region: str
    facts: dict[str, int | str | bool | None]
    verdict: str
    amount: int
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Order:
    """One key of a ranking: a field, whether high or true comes first, and since when until when it counts."""

    field: str
    high: bool
    start: int
    end: int
    cite: str
    says: Words


@dataclass(frozen=True)
class Ranking:
    """Who comes first when there are fewer places than applications. quota: a parameter; fund: one, or ''."""

    quota: str
    fund: str
    keys: tuple[Order, ...]

    def on(self, day: int) -> tuple[Order, ...]:
        """The keys that count on a day, in their order."""
        return tuple(key for key in self.keys if key.start <= day <= key.end)


@dataclass(frozen=True)
class RuleFile:
    """One item: everything that is in its file."""

    item: str
    file: str
    sha256: str
    title: Words
    case: str
    documents: tuple[str, ...]
    fields: dict[str, Field]
    parameters: dict[str, Parameter]
    lists: dict[str, CodeList]
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]
    ranking: Ranking | None = None
    institution: bool = False

    @property
    def online(self) -> bool:
        """Whether it is decided application by application: the registers of the close do not hold its facts."""
        return self.case == APPLICATION

    def rule_on(self, date: int) -> Rule | None:
        """The version in force on a decisive date (yyyymmdd), or None."""
        return next((rule for rule in self.rules if rule.start <= date <= rule.end), None)
