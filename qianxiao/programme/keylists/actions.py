"""Verbs of the key lists: apply, give an opinion, decide, set weights, propose and publish a list (19-04-01 to 19-04-05)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.base.catalogues import majors
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties import clock
from qianxiao.office.duties.asked import Seen, settle
from qianxiao.programme.keylists import queries, scoring
from qianxiao.programme.keylists.models import Application, Entry, KeyList, MajorChoice, Weight
from qianxiao.programme.keylists.rules import SUBJECTS, criteria, most_majors
from qianxiao.registers.schools.queries import own

DUTY = "key_lists"


@dataclass(frozen=True)
class Wanted:
    """A major a school applies with."""

    major: str
    seats: int
    poor_seats: int


def apply(request: HttpRequest, year: int, note: str, wanted: Sequence[Wanted]) -> Application:
    """Apply for the own school, with its majors; until an opinion is given it may be written anew.

    Raises Http404, ValidationError for what is no true technical school, an unknown major, seats that do not fit.
    """
    actor = actor_of(request)
    actor.scope.need(Right.KEY_APPLY)
    school = own(actor.scope)
    if not school.is_school:
        raise ValidationError(_("Only technical schools can become key schools."))
    if not wanted or len(wanted) > most_majors() or len({one.major for one in wanted}) < len(wanted):
        raise ValidationError(_("Please name between one and %(n)s different majors.") % {"n": most_majors()})
    for one in wanted:
        if one.major not in majors() or one.seats < 1 or not 0 <= one.poor_seats <= one.seats:
            raise ValidationError(
                _("%(major)s: please give seats, and no more for poor students.") % {"major": one.major}
            )
    with transaction.atomic():
        rows = (
            Application.objects.within(actor.scope)
            .select_for_update()
            .filter(org_code=school.org_code, year=year)
        )
        held = rows.first()
        if held is not None and held.state != Application.State.HANDED:
            raise ValidationError(_("This application is being decided and cannot be changed any more."))
        whose: dict[str, Any] = {"region": school.region, "org_code": school.org_code}
        told = {"name": school.name, "note": note.strip()[:500], "by": actor.username, "at": timezone.now()}
        made: Application = rows.update_or_create(**whose, year=year, defaults=told)[0]
        MajorChoice.objects.within(actor.scope).filter(application=made).delete()
        for one in wanted:
            MajorChoice.objects.within(actor.scope).create(
                **whose, application=made, major=one.major, seats=one.seats, poor_seats=one.poor_seats
            )
        record(request, school.org_code, 0, (), "key_applied", AccessLog.Kind.CHANGE)
    return made


def review(request: HttpRequest, number: int, opinion: str) -> Application:
    """The prefecture's opinion. Raises Http404, ValidationError."""
    actor = actor_of(request)
    actor.scope.need(Right.KEY_REVIEW)
    said = _said(opinion)
    with transaction.atomic():
        one = queries.application(actor.scope, number, lock=True)
        if one.state != Application.State.HANDED:
            raise ValidationError(_("An opinion was given already."))
        one.state, one.opinion, one.reviewed_by = Application.State.REVIEWED, said, actor.username
        one.save(update_fields=["state", "opinion", "reviewed_by"])
        record(request, one.org_code, 0, (), "key_reviewed", AccessLog.Kind.CHANGE)
    return one


def decide(
    request: HttpRequest, number: int, is_key: bool, chosen: Sequence[str], reason: str
) -> Application:
    """The province's decision on a school and its majors, on the sheet as it stands now. Raises Http404, ValidationError.

    A major of a school that is not a key one cannot be selected (19-04-02). Against the published list is no way back.
    """
    actor = actor_of(request)
    province = queries.decides(actor)
    said = _said(reason)
    with transaction.atomic():
        one = queries.application(actor.scope, number, lock=True)
        if one.state == Application.State.HANDED:
            raise ValidationError(_("The prefecture has not given its opinion yet."))
        if KeyList.objects.filter(province=province, year=one.year).exists():
            raise ValidationError(_("The list of this year is proposed already."))
        if chosen and not is_key:
            raise ValidationError(_("A major of a school that is not a key school cannot be selected."))
        rows = list(MajorChoice.objects.within(actor.scope).filter(application=one))
        sheet, several = scoring.sheets(one.org_code, one.year, province, tuple(row.major for row in rows))
        one.state = Application.State.KEY if is_key else Application.State.REFUSED
        one.sheet, one.points, one.reason = sheet, scoring.points(sheet), said
        one.decided_by, one.decided_at = actor.username, timezone.now()
        one.save()
        for row in rows:
            row.selected, row.sheet = row.major in chosen, several[row.major]
            row.points, row.reason = scoring.points(row.sheet), said
            row.save()
        record(request, one.org_code, 0, (), "key_decided", AccessLog.Kind.CHANGE)
    return one


def set_weights(request: HttpRequest, subject: str, told: Mapping[str, int]) -> None:
    """What each criterion weighs in the own province from now on; decided sheets stay. Raises Http404, ValidationError."""
    actor = actor_of(request)
    province = queries.decides(actor)
    if subject not in SUBJECTS:
        raise Http404
    names = [one.criterion for one in criteria(subject)]
    if sorted(told) != sorted(names) or min(told.values()) < 0 or sum(told.values()) != 100:
        raise ValidationError(_("The weights have to be a hundred together."))
    with transaction.atomic():
        for name in names:
            Weight.objects.create(
                province=province, subject=subject, criterion=name, weight=told[name], by=actor.username,
                post=actor.post_name, request_id=actor.request_id,
            )  # fmt: skip
        record(request, province, 0, (), "key_weights", AccessLog.Kind.CHANGE)


def propose(request: HttpRequest, year: int) -> KeyList:
    """Put the year's list together from what was decided; also what falls off it, with the reason. Raises ValidationError."""
    actor = actor_of(request)
    province = queries.decides(actor)
    with transaction.atomic():
        if KeyList.objects.filter(province=province, year=year).exists():
            raise ValidationError(_("The list of this year is proposed already."))
        rows = Application.objects.within(actor.scope, *span(province)).filter(year=year)
        if rows.filter(state__in=("handed", "reviewed")).exists():
            raise ValidationError(_("Some applications are not decided yet."))
        keys = list(rows.filter(state=Application.State.KEY))
        if not keys:
            raise ValidationError(_("No school was decided to be a key school."))
        made = KeyList.objects.create(
            province=province, year=year, proposed_by=actor.username, proposed_at=timezone.now()
        )
        Entry.objects.bulk_create(_entries(actor, made, keys))
        record(request, province, 0, (), "key_proposed", AccessLog.Kind.CHANGE)
    return made


def _entries(actor: Actor, made: KeyList, keys: Sequence[Application]) -> list[Entry]:
    """The lines of a list against the one before it."""
    last = queries.before(made.province, made.year)
    stood = (
        {(one.org_code, one.major): one for one in last.entries.exclude(verdict="removed")} if last else {}
    )
    told: dict[tuple[str, str], Entry] = {}
    for one in keys:
        common: dict[str, Any] = {
            "list": made,
            "org_code": one.org_code,
            "region": one.region,
            "name": one.name,
        }
        told[one.org_code, ""] = Entry(**common, points=one.points, reason=one.reason)
        for row in MajorChoice.objects.within(actor.scope).filter(application=one, selected=True):
            told[one.org_code, row.major] = Entry(
                **common,
                major=row.major,
                seats=row.seats,
                poor_seats=row.poor_seats,
                points=row.points,
                reason=row.reason,
            )
    for key, entry in told.items():
        entry.verdict = Entry.Verdict.KEPT if key in stood else Entry.Verdict.ADDED
    refused = dict(
        Application.objects.within(actor.scope)
        .filter(year=made.year, state="refused")
        .values_list("org_code", "reason")
    )
    for key, old in stood.items():
        if key not in told:
            why = refused.get(old.org_code) or _("not applied for this year")
            told[key] = Entry(list=made, org_code=old.org_code, region=old.region, name=old.name, major=old.major,
                              verdict=Entry.Verdict.REMOVED, reason=why)  # fmt: skip
    return list(told.values())


def publish(request: HttpRequest, year: int) -> KeyList:
    """Publish what somebody else proposed: from now on everybody sees it (19-04-05). Raises ValidationError."""
    actor = actor_of(request)
    province = queries.decides(actor)
    with transaction.atomic():
        held = KeyList.objects.select_for_update().filter(province=province, year=year).first()
        if held is None or held.published_on is not None:
            raise ValidationError(_("There is no proposed list of this year."))
        if held.proposed_by == actor.username:
            raise ValidationError(_("Whoever proposed the list cannot publish it; a second person does."))
        held.published_by, held.published_on, held.published_at = (
            actor.username,
            clock.today(),
            timezone.now(),
        )
        held.save()
        said = _("published on %(day)s") % {"day": held.published_on.isoformat()}
        settle(actor, DUTY, year, [Seen("", "", said, *span(province))])
        record(request, province, 0, (), "key_published", AccessLog.Kind.CHANGE)
    return held


def drop(request: HttpRequest, year: int) -> None:
    """Take a list back that is proposed and not published, so that it can be decided anew. Raises ValidationError."""
    actor = actor_of(request)
    province = queries.decides(actor)
    with transaction.atomic():
        n, _rows = KeyList.objects.filter(province=province, year=year, published_on=None).delete()
        if not n:
            raise ValidationError(_("There is no proposed list of this year."))
        record(request, province, 0, (), "key_dropped", AccessLog.Kind.CHANGE)


def _said(text: str) -> str:
    """A reason somebody wrote. Raises ValidationError without one."""
    found = " ".join(text.split())
    if len(found) < 2:
        raise ValidationError(_("Please say why."))
    return found[:300]
