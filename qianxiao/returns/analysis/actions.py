"""Verbs of the monthly analysis: count a month, say something about it, issue it and ask for what it concludes."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.scope import WHOLE
from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.models import Agency
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Kind, Right, Role
from qianxiao.office.accounts.scope import in_scope, scope_for
from qianxiao.office.audit.actions import because, post_name, record, record_command
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.asked import Seen, Wish, ask, settle
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.returns.analysis import counting, queries, telling
from qianxiao.returns.analysis.models import Report, ReportStep
from qianxiao.returns.indicators import definitions
from qianxiao.returns.indicators import queries as cells

DUTY = "platform_analysis"
LONGEST = 2000  # characters of the officer's own words


def _own(request: HttpRequest) -> tuple[Actor, str]:
    """Who acts, and the region of the own post. Raises Http404 without a post."""
    actor = actor_of(request)
    actor.scope.need(Right.ANALYSE)
    if actor.post is None or not actor.post.home:
        raise Http404
    return actor, actor.post.home


def _alone(region: str, month: int) -> None:
    """One at a time works on a month of a region, until the transaction ends: rows that are only added to cannot be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"analysis {region} {month}"])


def make(request: HttpRequest, month: int) -> Report:
    """Count a month of the own region as a new version. Raises Http404, ValidationError for a month that has not ended."""
    actor, region = _own(request)
    if month > queries.last_month() or not 1 <= month % 100 <= 12 or month < 200001:
        raise ValidationError(_("This month has not ended yet."))
    with transaction.atomic():
        _alone(region, month)
        last = queries.newest(actor.scope, region, month)
        figures = counting.count(actor.scope, region, month)
        if not figures["cells"]:
            raise ValidationError(_("The platform has nobody of this place in this month."))
        one = Report.objects.within(actor.scope).create(
            region=region, month=month, version=last.version + 1 if last else 1, counted_on=ymd(today()), figures=figures, by=actor.username,
            post=post_name(request), request_id=actor.request_id,
        )  # fmt: skip
        record(request, f"analysis {region} {month} {one.version}", 0, ("figures",), "analysis_make", AccessLog.Kind.CHANGE)  # fmt: skip
    return one  # type: ignore[no-any-return]


def count_all(month: int, by: str) -> int:
    """Count a month for every department from county to nation that has no version of it, as drafts; returns how many.

    The operator's verb: one statement a department, a transaction each. A place without anybody on the platform has none.
    """
    regions = Agency.objects.filter(kind=Kind.HR).exclude(region="").values_list("region", flat=True)
    made = 0
    for region in sorted({one for one in regions if definitions.level(one) <= cells.COUNTY}):
        with in_scope(scope_for(Role.MINISTRY, [WHOLE])) as scope, because("analysis", by):
            _alone(region, month)
            if queries.newest(scope, region, month) is not None:
                continue
            figures = counting.count(scope, region, month)
            if figures["cells"]:
                Report.objects.within(scope).create(region=region, month=month, version=1, counted_on=ymd(today()), figures=figures, by=by)  # fmt: skip
                record_command(by, AccessLog.Kind.CHANGE, f"analysis {region} {month} 1", 0, "figures")
                made += 1
    return made


def say(request: HttpRequest, month: int, text: str) -> None:
    """Write the own words into the newest version of the own region. Raises Http404, ValidationError."""
    told = text.strip()[:LONGEST]
    if len(told) < 2:
        raise ValidationError(_("Please write a sentence."))
    _step(request, month, ReportStep.SAID, told)


def issue(request: HttpRequest, month: int) -> int:
    """Issue the newest version: what it concludes becomes duties of counties, the own duty is fulfilled. Returns duties asked.

    Raises Http404, ValidationError for a version that was issued.
    """
    with transaction.atomic():
        actor, one = _step(request, month, ReportStep.ISSUED, "")
        told = telling.conclusions(one.figures)
        at = queries.offices(line.county for line in told)
        wishes: dict[str, list[Wish]] = {}
        for line in told:
            if line.county in at:
                wish = Wish(agency=at[line.county], subject=f"{line.county} {line.rule}", page="analysis")
                wishes.setdefault(line.duty, []).append(wish)
        asked = sum(ask(actor, duty, month, some) for duty, some in wishes.items())
        exact = (one.region, f"{one.region}!")  # this office alone, not those below it
        seen = Seen("", "", f"{month // 100}-{month % 100:02d} {names([one.region]).get(one.region, one.region)} v{one.version}", *exact)  # fmt: skip
        settle(actor, DUTY, month, [seen])
    return asked


def _step(request: HttpRequest, month: int, verb: str, words: str) -> tuple[Actor, Report]:
    actor, region = _own(request)
    with transaction.atomic():
        _alone(region, month)
        one = queries.newest(actor.scope, region, month)
        if one is None:
            raise Http404
        if any(step.verb == ReportStep.ISSUED for step in queries.steps(actor.scope, one)):
            raise ValidationError(_("This version was issued: count the month anew for another one."))
        ReportStep.objects.within(actor.scope).create(
            report=one, region=region, verb=verb, words=words, by=actor.username, post=post_name(request), request_id=actor.request_id
        )  # fmt: skip
        record(request, f"analysis {region} {month} {one.version}", 0, ("figures",), f"analysis_{verb}", AccessLog.Kind.CHANGE)  # fmt: skip
    return actor, one
