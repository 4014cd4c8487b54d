"""Words of rules and proposals in the reader's language: units, tiers, states, values, sources."""

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianxiao.base.paths import ROOT
from qianxiao.base.reference import code_table
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.model import Field, Parameter, Words
from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.lists.figures import ymd, yuan
from qianxiao.programme.policies.citations import english

Text = str | Promise
UNITS: dict[str, Text] = {
    "fen per person": gettext_lazy("yuan per person"),
    "fen per certificate": gettext_lazy("yuan per certificate"),
    "fen per day": gettext_lazy("yuan per day"),
    "fen per term": gettext_lazy("yuan per term"),
    "fen per year": gettext_lazy("yuan per year"),
    "fen per month": gettext_lazy("yuan per month"),
    "fen": gettext_lazy("yuan"),
    "days": gettext_lazy("days"),
    "hours": gettext_lazy("hours"),
    "months": gettext_lazy("months"),
    "years": gettext_lazy("years"),
    "percent": "%",
    "lines": gettext_lazy("times"),
    "people": gettext_lazy("people"),
    "points": gettext_lazy("points"),
    "year of study": gettext_lazy("year of study"),
    "0 or 1": gettext_lazy("1 yes, 0 no"),
    "yyyymmdd": gettext_lazy("date"),
}
TIERS: dict[str, Text] = {
    "province": gettext_lazy("Province"),
    "prefecture": gettext_lazy("Prefecture"),
    "county": gettext_lazy("County"),
}
STATES: dict[str, Text] = {
    "draft": gettext_lazy("Draft"),
    "checked": gettext_lazy("Checked"),
    "tried": gettext_lazy("Tried out"),
    "approved": gettext_lazy("Approved, waits for finance"),
    "published": gettext_lazy("Published"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
TONES = {
    "draft": "wait",
    "checked": "info",
    "tried": "info",
    "approved": "wait",
    "published": "ok",
    "withdrawn": "",
}
VERBS: dict[str, Text] = {
    "propose": gettext_lazy("Proposed"),
    "check": gettext_lazy("Checked"),
    "try": gettext_lazy("Tried out"),
    "approve": gettext_lazy("Approved"),
    "cosign": gettext_lazy("Signed by finance"),
    "return": gettext_lazy("Given back"),
    "refuse": gettext_lazy("Not signed"),
    "withdraw": gettext_lazy("Withdrawn"),
}
DO: dict[str, Text] = {
    "check": gettext_lazy("Run the checks"),
    "try": gettext_lazy("Try it on the last closed month"),
    "approve": gettext_lazy("Approve"),
    "cosign": gettext_lazy("Sign and publish"),
    "return": gettext_lazy("Give it back"),
    "refuse": gettext_lazy("Do not sign"),
    "withdraw": gettext_lazy("Withdraw"),
}
UNTRIED: dict[str, Text] = {
    "online": gettext_lazy(
        "This item is decided application by application: no closed month holds its cases."
    ),
    "list": gettext_lazy(
        "A list says which occupations count; the cases of a closed month stay as they were, so nothing can be tried on them."
    ),
}
VERDICTS: dict[str, Text] = {
    "due": gettext_lazy("Due"),
    "not_due": gettext_lazy("Not due"),
    "unknown": gettext_lazy("Cannot be decided yet"),
    "none": gettext_lazy("No rule in force on that day"),
}
VERDICT_TONES = {"due": "ok", "not_due": "bad", "unknown": "wait", "none": ""}


def said(words: Words) -> str:
    """Words of a rule file in the reader's language."""
    return words.en if english() else words.zh


def unit(parameter: Parameter) -> str:
    """What a parameter counts."""
    return str(UNITS.get(parameter.unit, parameter.unit))


def amount(parameter: Parameter, value: int | None) -> str:
    """A value of a parameter as it is read: yuan, days, a date."""
    if value is None:
        return "—"
    if parameter.unit.startswith("fen"):
        return yuan(value)
    return ymd(value) if parameter.unit == "yyyymmdd" else str(value)


def money(parameter: Parameter) -> bool:
    """Whether it counts fen."""
    return parameter.unit.startswith("fen")


def fact(field: Field, value: Fact) -> str:
    """A fact as it is read."""
    if value is None:
        return _("not known")
    if field.type == "yesno":
        return _("yes") if value else _("no")
    if field.type == "yuan":
        return _("%(yuan)s yuan") % {"yuan": yuan(int(value))}
    if field.type in ("date", "month"):
        return ymd(int(value))
    if field.type.startswith("code:"):
        one = code_table(field.type[5:]).get(str(value))
        return str(value) if one is None else (one.en if english() else one.zh)
    return str(value)


@cache
def _registers() -> dict[str, tuple[str, str]]:
    found = {}
    for path in sorted((ROOT / "qianxiao" / "engine" / "io" / "layouts").glob("*.yaml")):
        told = read_yaml(path)
        found[path.stem] = (str(told["zh"]), str(told["en"]))
    return found


_SOURCES: dict[str, Text] = {
    "application": gettext_lazy("Application"),
    "area_tags": gettext_lazy("Area tags"),
    "proof": gettext_lazy("Proof handed in"),
    "ledger": gettext_lazy("Payments made"),
    "office": gettext_lazy("Office"),
    "market": gettext_lazy("Market supervision data"),
}


def source(text: str) -> str:
    """The register or register names a fact comes from: `students, poor`, or a list of a rule file."""
    told = []
    for name in text.split(", "):
        if name.startswith("rule list "):
            told.append(_("list of the rule"))
        elif name in _registers():
            told.append(_registers()[name][1 if english() else 0])
        else:
            told.append(str(_SOURCES.get(name, name)))
    return _(", ").join(told)


def place(region: str, names: dict[str, str]) -> str:
    """A region of a rule file, of 0, 2, 4 or 6 digits."""
    if not region or region == NATION:
        return _("Whole country")
    return names.get(region.ljust(6, "0"), region)
