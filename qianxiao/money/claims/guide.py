"""The service guide of an item, made of its flow and its rule: it cannot say anything else than what is done (19-13-06)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qianxiao.engine.rules.load import every_rule
from qianxiao.money.claims import flow, words
from qianxiao.money.entitlements import reasons
from qianxiao.money.entitlements import words as due


@dataclass(frozen=True)
class Amount:
    """One number of the rule: what it is, fen, the clause, whether no notice gives it."""

    text: str
    fen: int
    clause: str
    assumed: bool


@dataclass(frozen=True)
class GuideStep:
    """One step: what, who, working days (0: by itself, at once), whether no notice gives the limit."""

    name: str
    text: str
    who: str
    days: int
    assumed: bool


@dataclass(frozen=True)
class Fact:
    """What is looked up: the fact, where, how old the source may be, the paper only if it cannot answer."""

    check: str
    text: str
    source: str
    days: int
    paper: str


@dataclass(frozen=True)
class Guide:
    """Everything a guide says."""

    item: str
    title: str
    claimant: str
    conditions: list[tuple[str, str]]
    amounts: list[Amount]
    steps: list[GuideStep]
    facts: list[Fact]
    asks: list[tuple[str, str]]

    @property
    def days(self) -> int:
        """Working days of all steps together."""
        return sum(one.days for one in self.steps)


def guide(item: str, region: str, day: int) -> Guide:
    """The guide of an item for a paying region on a day, in the reader's language. Raises KeyError for an item without a flow."""
    one = flow.flows()[item]
    lang = "en" if reasons.english() else "zh"
    file = next((file for file in every_rule() if file.item == item), None)
    rule = file.rule_on(day) if file else None
    amounts = []
    for parameter in file.parameters.values() if file else ():
        value = parameter.on(region, day)
        if value is not None and parameter.unit.startswith("fen"):
            clause = reasons.label(value.clause)
            amounts.append(Amount(parameter.says.in_language(lang), value.value, clause, value.assumed))
    conditions = [(told.says.in_language(lang), reasons.label(told.cite)) for told in rule.when] if rule else []  # fmt: skip
    return Guide(
        item, due.item(item), str(words.CLAIMANTS[one.claimant]), conditions, amounts, [_step(name, one) for name in one.steps],
        [_fact(name) for name in one.checks],
        [(flow.said(ask), flow.said(ask, "why")) for ask in one.asks],
    )  # fmt: skip


def _step(name: str, one: flow.Flow) -> GuideStep:
    line = flow.steps()[name]
    text = _("The list is made by itself") if name == "check" and one.claimant == "none" else ""
    return GuideStep(name, f"{text} {flow.said(line)}".strip(), str(words.WHO[line["who"]]), int(line["days"]), bool(line.get("assumed")))  # fmt: skip


def _fact(name: str) -> Fact:
    line = flow.checks()[name]
    source = flow.sources()[line["source"]]
    return Fact(name, flow.said(line), flow.said(source), int(source["fresh_days"]), flow.said(line["paper"]))


def guides() -> list[tuple[str, str]]:
    """Items with a flow, and their names."""
    return [(item, due.item(item)) for item in flow.flows()]
