"""Why: the conditions of the rule that decided, each with its facts, their source, its clause."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.base.documents import Clause, clauses
from qianxiao.base.paths import ROOT
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.rules.load import every_rule
from qianxiao.engine.rules.model import Condition, Rule, RuleFile
from qianxiao.engine.rules.predicate import names
from qianxiao.money.entitlements.models import Entitlement

LAYOUTS = ROOT / "qianxiao" / "engine" / "io" / "layouts"


@dataclass(frozen=True)
class Reason:
    """One condition: the sentence; `met`, `unmet` or `missing`; the facts it asks for, each with its source; its clause."""

    text: str
    state: str
    facts: list[tuple[str, str]]
    clause: str
    label: str


@dataclass(frozen=True)
class Why:
    """What a decision stands on."""

    reasons: list[Reason]
    stop: str
    clause: str
    label: str
    plain: str

    @property
    def open(self) -> list[Reason]:
        """Conditions that are not met or not known."""
        return [one for one in self.reasons if one.state != "met"]


def english() -> bool:
    """Whether the reader chose English."""
    return (get_language() or "").startswith("en")


@cache
def _sources() -> dict[str, tuple[str, str]]:
    found = {}
    for path in LAYOUTS.glob("*.yaml"):
        told = read_yaml(path)
        found[path.stem] = (str(told["zh"]), str(told["en"]))
    return found


def source(register: str) -> str:
    """A register's name."""
    told = _sources().get(register)
    return told[1 if english() else 0] if told else register


def cited(clause: str) -> Clause | None:
    """The clause of an id like S19-12; None for a document known by its number only."""
    return clauses().get(clause)


def label(clause: str) -> str:
    """A clause as officials write it."""
    found = cited(clause)
    return f"{found.number} {found.mark.strip('、.')}".strip() if found else clause


def plain(clause: str) -> str:
    """What a clause means in plain words."""
    found = cited(clause)
    return "" if found is None else found.plain_en if english() else found.plain_zh


def rule_of(one: Entitlement) -> tuple[RuleFile, Rule] | None:
    """The version of the rule that decided; None when the policies no longer hold it."""
    wanted = (one.rule_id, one.rule_version)
    return next(
        (
            (file, rule)
            for file in every_rule()
            for rule in file.rules
            if (rule.id, str(rule.version)) == wanted
        ),
        None,
    )


def why(one: Entitlement) -> Why:
    """The reasons of a row in the reader's language. Bits follow the rule file; the last is the amount."""
    found = rule_of(one)
    if found is None:
        gone = Reason(_("The policies no longer hold this version of the rule."), "missing", [], "", "")
        return Why([gone], one.stop, one.clause, label(one.clause), plain(one.clause))
    file, rule = found
    lang = "en" if english() else "zh"
    reasons = [
        Reason(condition.says.in_language(lang), state, _facts(file, condition, lang), condition.cite, label(condition.cite))
        for bit, condition in enumerate((*rule.when, rule.amount))
        if (state := _state(one, bit))
    ]  # fmt: skip
    clause = one.clause or rule.amount.cite
    return Why(reasons, _stop(rule, one.stop, lang), clause, label(clause), plain(clause))


def _state(one: Entitlement, bit: int) -> str:
    masks = (("unmet", one.unmet), ("missing", one.missing), ("met", one.met))
    return next((name for name, mask in masks if mask >> bit & 1), "")


def _facts(file: RuleFile, condition: Condition, lang: str) -> list[tuple[str, str]]:
    fields = (file.fields[name] for name in sorted(names(condition.test, "field")))
    return [(field.says.in_language(lang), source(field.source)) for field in fields]


def _stop(rule: Rule, stop: str, lang: str) -> str:
    """Why a row whose conditions are met is not paid."""
    kind, _sign, name = stop.partition(":")
    if kind == "cap":
        return next((cap.says.in_language(lang) for cap in rule.caps if cap.name == name), name)
    if kind == "excluded":
        return next((other.says.in_language(lang) for other in rule.exclusions if other.item == name), name)
    return stop
