"""What a demo's county finds in today's queue: a list of 47, three of whom have to be looked at; and a learner half paid."""

from django.db import transaction

from qianxiao.money.claims import queries
from qianxiao.money.claims.making import Wanted, make
from qianxiao.money.claims.models import Claim, ClaimLine
from qianxiao.money.claims.models_apply import Employer
from qianxiao.money.claims.steps import Who
from qianxiao.money.entitlements.models import COUNTS, Entitlement
from qianxiao.money.entitlements.queries import school_year
from qianxiao.office.accounts.actions import only_in_demo
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.duties.clock import today
from qianxiao.services.courses.demo import NUMBER
from qianxiao.services.courses.models import Learner, Learning

ITEM, BY = "rain_dew", "demo"
CLEAN, LOOK, MOST = 44, 3, 2000


_WORKSHOP = {"kind": "3", "scale": "4", "sector": "C"}  # codes: poverty workshop, micro, manufacturing


class _Undo(Exception):
    """What was tried is taken back."""


def demo_claims() -> tuple[int, int]:
    """Make them once; returns the people of the list and those to be looked at, (0, 0) when there is a list already."""
    only_in_demo()
    post = Post.objects.filter(user__username="county", role=Role.COUNTY).first()
    if post is None:
        return 0, 0
    with in_scope(whole_scope()) as scope:
        _firm(post.home)
        half = _half_paid(scope, post.home)
        if half is not None:
            _learns(scope, half)
        if Claim.objects.within(scope).filter(region=post.home, item=ITEM).exists():
            return 0, 0
        clean, look = _looked(scope, post.home)
        first = [half.pk] if half is not None and half.pk in clean else []
        chosen = [*first, *(pk for pk in clean if pk not in first)][:CLEAN] + look[:LOOK]
        with transaction.atomic():
            made = make(Who(scope, BY), Wanted(ITEM, "auto", post.home, tuple(chosen)))
        return (made.lines_told, queries.to_look(scope, made).count()) if made else (0, 0)


def _firm(county: str) -> None:
    """The demo's workshop as the market register would have it: without it a list could only say that facts are missing."""
    post = (
        Post.objects.filter(user__username="enterprise", role=Role.ENTERPRISE)
        .select_related("agency")
        .first()
    )
    if post is None:
        return
    day = today()
    told = {**_WORKSHOP, "name": post.agency.name, "region": county, "source": "demo"}
    told["as_of"] = str(day.year * 10000 + day.month * 100 + day.day)
    for code in post.institutions:
        Employer.objects.get_or_create(org_code=code, defaults=told)


def _looked(scope: Scope, county: str) -> tuple[list[int], list[int]]:
    """Rows that are verified, and those somebody has to look at: all of them tried, and taken back."""
    ids = queries.next_rows(scope, ITEM, county, MOST)
    found: dict[bool, list[int]] = {True: [], False: []}
    try:
        with transaction.atomic():
            made = make(Who(scope, BY), Wanted(ITEM, "auto", county, tuple(ids)))
            rows = ClaimLine.objects.within(scope).filter(claim=made).order_by("number")
            for pk, look in rows.values_list("entitlement_id", "look"):
                found[look].append(pk)
            raise _Undo
    except _Undo:
        return found[False], found[True]


def _half_paid(scope: Scope, county: str) -> Entitlement | None:
    """The open half of somebody's school year whose other half has arrived."""
    rows = Entitlement.objects.within(scope).filter(COUNTS, item=ITEM, county=county).order_by("person_id", "instalment")  # fmt: skip
    years: dict[tuple[object, str], list[Entitlement]] = {}
    for row in rows[:MOST]:
        years.setdefault((row.person_id, school_year(row.instalment)), []).append(row)
    for both in years.values():
        paid = [row for row in both if row.had == row.amount]
        left = [row for row in both if row.had == 0]
        if len(both) == 2 and paid and left:
            return left[0]
    return None


def _learns(scope: Scope, one: Entitlement) -> None:
    """The demo's learner is this person, unless the one there is has begun to learn."""
    learner = Learner.objects.within(scope).filter(number=NUMBER).first()
    if learner is None or learner.person_id == one.person_id:
        return
    if Learning.objects.within(scope).filter(person_id__in=[learner.person_id, one.person_id]).exists():
        return
    if not Learner.objects.within(scope).filter(person_id=one.person_id).exists():
        Learner.objects.within(scope).filter(pk=learner.pk).update(person_id=one.person_id, home=one.region)
