"""The reasons of a decision as an officer reads them: each condition, how it came out, its clause."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.model import Rule
from qianxiao.programme.policies import citations
from qianxiao.returns.close.models import DueLine
from qianxiao.returns.close.words import english


@dataclass(frozen=True)
class Reason:
    """One condition: the sentence, `met`, `unmet` or `missing`, the clause it stands on."""

    text: str
    state: str
    clause: str
    clause_label: str


@dataclass(frozen=True)
class Explained:
    """A due line with what made it so."""

    line: DueLine
    reasons: list[Reason]
    stop: str
    clause: str
    clause_label: str
    plain: str

    @property
    def failed(self) -> int:
        """How many conditions are not met."""
        return sum(reason.state == "unmet" for reason in self.reasons)

    @property
    def unknown(self) -> int:
        """How many facts are missing."""
        return sum(reason.state == "missing" for reason in self.reasons)


def rule_of(line: DueLine) -> Rule | None:
    """The version of the rule that decided; None when the policies no longer hold it."""
    wanted = (line.rule_id, line.rule_version)
    rules = (rule for file in load_rules() for rule in file.rules)
    return next((rule for rule in rules if (rule.id, str(rule.version)) == wanted), None)


def _state(line: DueLine, bit: int) -> str:
    flag = 1 << bit
    return (
        "unmet"
        if line.unmet & flag
        else "missing"
        if line.missing & flag
        else "met"
        if line.met & flag
        else ""
    )


def _stopped(rule: Rule | None, stop: str, lang: str) -> str:
    """Why a due line is not paid although its conditions are met."""
    if not stop:
        return ""
    kind, _sign, name = stop.partition(":")
    if rule and kind == "cap":
        return next((cap.says.in_language(lang) for cap in rule.caps if cap.name == name), name)
    if rule and kind == "excluded":
        return next((one.says.in_language(lang) for one in rule.exclusions if one.item == name), name)
    return name or stop


def explained(line: DueLine) -> Explained:
    """Sentences of a due line in the reader's language. Bits follow the rule file; the last is the amount."""
    rule = rule_of(line)
    lang = "en" if english() else "zh"
    reasons = []
    for bit, condition in enumerate((*rule.when, rule.amount) if rule else ()):
        state = _state(line, bit)
        if state:
            label = citations.short(condition.cite)
            reasons.append(Reason(condition.says.in_language(lang), state, condition.cite, label))
    if not rule:
        reasons.append(Reason(_("The policies no longer hold this version of the rule."), "missing", "", ""))
    clause = line.clause or (rule.amount.cite if rule else "")
    return Explained(
        line,
        reasons,
        _stopped(rule, line.stop, lang),
        clause,
        citations.short(clause),
        citations.plain(clause),
    )
