"""What one application is for: a term, year, month, class, project or plan; its instalment, decisive day and paying county."""

from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from qianxiao.base.paths import POLICIES
from qianxiao.base.reference import area_tags
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.rules.load import every_rule
from qianxiao.engine.rules.model import RuleFile
from qianxiao.masterdata.regions.queries import stem
from qianxiao.money.claims import flow
from qianxiao.money.claims.checking import month_end
from qianxiao.money.claims.models_apply import Employer, Plan
from qianxiao.money.claims.steps import Who
from qianxiao.registers.schools.models import Institution
from qianxiao.services.studies.parameters import place_of, school_year, term_of, term_start
from qianxiao.services.training.models import Project, TrainingClass

STAGES = ("1", "2")  # of the code table pay_stage: advance, settlement
POOR_COUNTIES = "52"  # of the area tags: counties still on the list


@dataclass(frozen=True)
class About:
    """Everything an application is decided by beside its lines. county: six digits; days yyyymmdd."""

    item: str
    about: str
    county: str
    org: str
    day: int
    today: int
    instalment: str
    title: str = ""
    number: str = ""  # of the class, project or plan
    stage: str = ""


def file_of(item: str) -> RuleFile:
    """The rule file of an item, with what offices published laid over it. Raises Http404."""
    found = next((file for file in every_rule() if file.item == item), None)
    if found is None:
        raise Http404
    return found


def kind_of(item: str) -> flow.Flow:
    """The flow of an item that is decided by application. Raises Http404 for any other."""
    found = flow.flows().get(item)
    if found is None or found.applies is None:
        raise Http404
    return found


def about_of(who: Who, item: str, about: str, today: int, org: str = "") -> About:
    """Read what an application is for. Raises Http404 for what is not the own, ValidationError for what is not ready."""
    what = str((kind_of(item).applies or {})["about"])
    return {
        "term": _term, "year": _year, "month": _month, "class": _class, "project": _project, "plan": _plan
    }[what](who, item, about, today, org)  # fmt: skip


def county_of(who: Who, org: str) -> str:
    """The county an institution or firm lies in."""
    for rows in (Employer.objects, Institution.objects):
        if found := rows.filter(org_code=org).values_list("region", flat=True).first():
            return str(found)[:6]
    return who.post.home[:6] if who.post else ""


def _term(who: Who, item: str, about: str, today: int, org: str) -> About:
    if len(about) != 5 or not about[:4].isdecimal() or about[4] not in "AS":
        raise Http404
    now = term_of(today)
    if place_of(about) > place_of(now):
        raise ValidationError(_("This term has not begun."))
    return About(
        item, about, county_of(who, org), org, today if about == now else _last_day(about), today, about
    )


def _last_day(term: str) -> int:
    """A day inside a term that is over: its last month's first."""
    year = int(term[:4])
    return year * 10000 + (630 if term[4] == "S" else 1231)


def _year(who: Who, item: str, about: str, today: int, org: str) -> About:
    if len(about) != 4 or not about.isdecimal() or int(about) > today // 10000:
        raise Http404
    return About(item, about, county_of(who, org), org, min(today, int(about) * 10000 + 1231), today, about)


def _month(who: Who, item: str, about: str, today: int, org: str) -> About:
    if len(about) != 6 or not about.isdecimal() or not 1 <= int(about[4:]) <= 12:
        raise Http404
    if int(about) > today // 100:
        raise ValidationError(_("This month has not come."))
    return About(item, about, county_of(who, org), org, month_end(int(about)), today, about)


def _class(who: Who, item: str, about: str, today: int, org: str) -> About:
    held = TrainingClass.objects.within(who.scope).filter(class_no=about, org_code=org).first()
    if held is None:
        raise Http404
    if held.state != "ready":
        raise ValidationError(_("The class is not ready for settlement."))
    return About(item, about, held.region[:6], org, held.ends, today, "", held.class_no, held.class_no)


def _staged(about: str) -> tuple[str, str]:
    number, _sign, stage = about.rpartition("/")
    if stage not in STAGES:
        raise Http404
    return number, stage


def _project(who: Who, item: str, about: str, today: int, org: str) -> About:
    number, stage = _staged(about)
    held = Project.objects.within(who.scope).filter(project_no=number, org_code=org).first()
    if held is None:
        raise Http404
    return About(item, about, held.region[:6], org, today, today, f"stage-{stage}", held.title, number, stage)


def _plan(who: Who, item: str, about: str, today: int, org: str) -> About:
    number, stage = _staged(about)
    held = Plan.objects.within(who.scope).filter(plan_no=number).first()
    if held is None or (org and held.org_code != org):
        raise Http404
    return About(
        item, about, held.region, held.org_code, today, today, f"stage-{stage}", held.plan_no, number, stage
    )


@cache
def _pairs() -> dict[str, list[str]]:
    told: dict[str, list[str]] = read_yaml(POLICIES / "pairs.yaml")["pairs"]
    return told


def values(one: About) -> dict[str, object]:
    """What the parts of facts.sql are told beside the lines."""
    kind, file = kind_of(one.item), file_of(one.item)
    money = file.ranking.fund if file.ranking and file.ranking.fund else ""
    fund = file.parameters[money].on(one.county, one.day) if money else None
    year = int(one.about[:4]) if one.about[:4].isdecimal() else one.day // 10000
    term = term_of(one.day)
    first = school_year(term)
    start = term_start(one.day)
    return {
        "item": one.item, "org": one.org, "instalment": one.instalment, "day": one.day, "today": one.today, "year": year,
        "months": (one.day // 10000 - start // 10000) * 12 + one.day // 100 % 100 - start // 100 % 100 + 1,
        "helped": _pairs().get(one.county[:2], []), "grants": flow.apart(one.item), "year_terms": [f"{first}A", f"{first + 1}S"],
        "fund": fund.value if fund else None, "register": kind.register, "stage": one.stage, "plan": one.number,
        "advance_of": "apprenticeship" if kind.register == "apprentices" else one.item,
        "tagged": any(
            tag.tag == POOR_COUNTIES and one.county.startswith(stem(tag.code)) and tag.valid_from <= one.day <= tag.valid_to
            for tag in area_tags()
        ),
    }  # fmt: skip
