"""Words of the platform in the reader's language."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.office.lists.figures import ymd, yuan
from qianxiao.registers.schools.words import coded, occupation
from qianxiao.services.employment import parameters
from qianxiao.services.employment.models import Record

STATES = ("1", "2", "3", "4")
TONES = {"1": "ok", "2": "wait", "3": "bad", "4": ""}
LABELS: dict[str, str | Promise] = {
    "state": _("State"), "since": _("Since"), "form": _("Form of employment"), "org_code": _("Credit code"), "employer": _("Firm"),
    "sector": _("Industry"), "job": _("Post"), "work_region": _("County of work"), "starts": _("First day of work"),
    "contract": _("Contract"), "contract_end": _("Contract until"), "income": _("Income a month, yuan"), "insured": _("Insured against"),
    "organised": _("How they went"), "reason": _("Why not employed"), "willing": _("Wants to work"), "wanted_trade": _("Wanted trade"),
    "wanted_place": _("Wanted place"), "wanted_income": _("Wanted pay a month, yuan"), "wants_training": _("Wants training"),
    "training_trade": _("Trade to learn"), "training_time": _("Time for training"), "wants_business": _("Wants an own business"),
    "class": _("Training class"), "trade": _("Trade"), "certificate": _("Certificate"), "tries": _("Attempts"), "region": _("Owner"),
}  # fmt: skip
KINDS: dict[str, str | Promise] = {
    "begun": _("Record begun"), "changed": _("Changed"), "confirmed": _("Confirmed, nothing changed"), "trained": _("Trained"), "unreached": _("Not reached"),
}  # fmt: skip
SOURCES: dict[str, str | Promise] = {
    "office": _("said by the office"), "register": _("from the register"), "insurance": _("social-insurance file"),
    "training": _("from training"), "call": _("call-back"), "firm": _("told by the firm"), "demo": _("demo data"),
}  # fmt: skip
_MONEY, _DAYS, _BOOL = (
    ("income", "wanted_income"),
    ("since", "starts", "contract_end"),
    ("willing", "wants_training", "wants_business"),
)
_LISTS = {"contract": "contracts", "reason": "reasons"}


def state(code: str) -> str:
    """A state of employment."""
    return coded("employ_state", code)


def value(name: str, told: Any, places: dict[str, str]) -> str:
    """A fact as a reader sees it; '—' where nothing is told."""
    if told in (None, "", []):
        return "—"
    if name in _MONEY:
        return yuan(told)
    if name in _DAYS:
        return ymd(told)
    if name in _BOOL:
        return gettext("yes") if told else gettext("no")
    if name == "organised":
        return gettext("organised by the government") if told else gettext("on their own")
    if name == "insured":
        return gettext(", ").join(parameters.said("insurances", one) for one in told)
    if name in _LISTS:
        return parameters.said(_LISTS[name], told)
    if name == "state":
        return state(told)
    if name == "form":
        return coded("employ_form", told)
    if name == "sector":
        return coded("industry_section", told)
    if name == "trade":
        return occupation(told)
    return places.get(told, str(told)) if name in ("work_region", "region") else str(told)


def away(one: Record) -> str:
    """Where somebody works, seen from home: in the county, in another county of the province, outside the province."""
    if one.state != "1":
        return ""
    if one.work_region[:6] == one.home[:6]:
        return gettext("in the home county")
    if one.work_region[:2] == one.home[:2]:
        return gettext("outside the county, in the province")
    return gettext("outside the province")


WHYS: dict[str, str | Promise] = {
    "insured": _("insured by %(firm)s: in work there?"), "firm": _("insured by %(firm)s: another firm than told?"),
    "ended": _("no longer insured: still in work?"), "old": _("confirmed too long ago"),
}  # fmt: skip
ANSWERS: dict[str, str | Promise] = {
    "": _("To be looked up"), "confirmed": _("Confirmed, nothing changed"), "changed": _("Changed"), "unreached": _("Not reached"),
}  # fmt: skip
ANSWER_TONES = {"": "wait", "confirmed": "ok", "changed": "info", "unreached": "bad"}
