"""Verbs of the households: ask another county to keep one, say yes or no, take the question back."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, scope_of
from qianxiao.office.audit.actions import because, post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.households import queries
from qianxiao.registers.households.derived import members
from qianxiao.registers.households.models import FOREVER, Confirmation, Household, MemberVersion, Move
from qianxiao.registers.people.actions import keep_at
from qianxiao.registers.people.queries import get_person

FIELDS = ("hh_no", "head", "region")
VERBS = {"accept": Move.State.ACCEPTED, "refuse": Move.State.REFUSED, "withdraw": Move.State.WITHDRAWN}


def _said(text: str) -> str:
    """A reason somebody wrote. Raises ValidationError without one."""
    found = " ".join(text.split())
    if len(found) < 2:
        raise ValidationError(_("Please say why."))
    return found[:500]


def ask_move(request: HttpRequest, household: UUID, county: str, reason: str) -> Move:
    """Ask the county that people live and work in to keep a household's records from now on.

    Nothing moves until it says yes. Raises Http404 out of scope, ValidationError without a reason, for a place that is
    no county of today, the county that keeps it already, or while another question waits.
    """
    scope = scope_of(request)
    scope.need(Right.KEEP)
    said = _said(reason)
    with transaction.atomic():
        found = _locked(scope, household)
        if not queries.is_county(county) or found.region[:6] == county:
            raise ValidationError(_("Please name another county of today by its code or its full name."))
        if Move.objects.within(scope).filter(household=found, state=Move.State.ASKED).exists():
            raise ValidationError(_("This household has been offered to a county that has not answered yet."))
        people = len(_members(scope, found))
        move: Move = Move.objects.within(scope).create(
            household=found,
            region_from=found.region,
            region_to=county,
            head=found.head,
            people=people,
            reason=said,
            asked_by=request.user.get_username(),
            asked_post=post_name(request),
            asked_at=timezone.now(),
        )
        record(request, str(found.id), people, FIELDS, "move_asked", AccessLog.Kind.CHANGE, [str(found.id)])
    return move


def decide_move(request: HttpRequest, number: int, verb: str, note: str) -> Move:
    """Accept or refuse as the county asked, or withdraw as the one that asked.

    Accepting moves the household, its people and everything of theirs; the old county loses sight of it, the new one
    gains it, in one transaction. Raises Http404 out of scope or from the wrong side, ValidationError when it was
    decided meanwhile or no reason is given for a refusal.
    """
    scope = scope_of(request)
    scope.need(Right.KEEP)
    state = VERBS.get(verb)
    with transaction.atomic():
        move = queries.get_move(scope, number, lock=True)
        place = move.region_from if verb == "withdraw" else move.region_to
        if state is None or not scope.holds(*span(place)):
            raise Http404
        said = _said(note) if verb == "refuse" else " ".join(note.split())[:500]
        if move.state != Move.State.ASKED:
            raise ValidationError(_("This question has been answered meanwhile."))
        move.state, move.note, move.decided_at = state, said, timezone.now()
        move.decided_by, move.decided_post = request.user.get_username(), post_name(request)
        move.save()
        # the row itself, seen from both sides, is what allows to act beyond the own county, and only on its household
        both = Scope.over(span(move.region_from), span(move.region_to), rights=scope.rights)
        if state == Move.State.ACCEPTED:
            with in_scope(both), because(move.reason, move.decided_by, request):
                whose = _moved(both, move)
        else:
            whose = [str(move.household_id)]
        record(
            request, str(move.household_id), move.people, FIELDS, f"move_{verb}", AccessLog.Kind.CHANGE, whose
        )
    return move


def confirm(request: HttpRequest, person: UUID, right: bool, note: str) -> Confirmation:
    """Say whether the list of school leavers is right about one person (19-01-01).

    Whoever says no gives the reason. Raises Http404 when the person is not on the newest month's list or not in scope,
    ValidationError without a reason.
    """
    scope = scope_of(request)
    scope.need(Right.CONFIRM)
    month = queries.newest(queries.months())
    held = get_person(scope, person)
    if month is None or not members(scope, "leavers", held.region, month.period).filter(person=held).exists():
        raise Http404
    with transaction.atomic():
        told: Confirmation = Confirmation.objects.within(scope).create(
            person=held,
            kind="leavers",
            period=month.period,
            right=right,
            note=" ".join(note.split())[:500] if right else _said(note),
            by=request.user.get_username(),
            post=post_name(request),
            at=timezone.now(),
        )
        record(
            request, str(held.id), 1, ("name", "list"), "leaver_said", AccessLog.Kind.CHANGE, [str(held.id)]
        )
    return told


def _locked(scope: Scope, household: UUID) -> Household:
    """One household in scope, locked. Raises Http404."""
    queries.get_household(scope, household)
    found: Household = Household.objects.within(scope).select_for_update().get(id=household)
    return found


def _members(scope: Scope, household: Household) -> dict[UUID, str]:
    """Persons who are in a household now, with the place the register gives them."""
    rows = MemberVersion.objects.within(scope).filter(household=household, to_period=FOREVER)
    return dict(rows.values_list("person_id", "home"))


def _moved(scope: Scope, move: Move) -> list[str]:
    """Keep a household and its people in the other county; at home again, the register decides as before."""
    found = _locked(scope, move.household_id)
    if found.region != move.region_from:
        raise ValidationError(_("The household is kept elsewhere by now."))
    back = found.home[:6] == move.region_to
    members = _members(scope, found)
    keep_at(scope, members if back else dict.fromkeys(members, move.region_to), handed=not back)
    found.region, found.handed = (found.home if back else move.region_to), not back
    found.save(update_fields=["region", "handed"])
    return [str(found.id), *(str(person) for person in members)]
