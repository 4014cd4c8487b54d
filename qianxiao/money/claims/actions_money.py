"""What happens to an approved claim: its public list, the reservation of its money, what the bank answered."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.claims import checking, flow
from qianxiao.money.claims.checking import month_end
from qianxiao.money.claims.models import Claim, ClaimLine
from qianxiao.money.claims.steps import Who, day, drop, locked, may, move, note, who_of
from qianxiao.money.entitlements.actions import arrive
from qianxiao.money.notices import actions as lists
from qianxiao.money.notices import queries as shown
from qianxiao.money.notices.lines import Line
from qianxiao.money.payments import queries as paid
from qianxiao.money.payments.actions import Payable, confirm_own, reserve
from qianxiao.money.payments.models import Hold
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope

ORGS = ("3", "4", "5")  # of payee_kind: those that are no person
OVER = ("settled", "withdrawn", "already", "other_source")  # nothing more comes for such a line


def put_up(request: HttpRequest, claim: int) -> Claim:
    """Put the list of an approved claim up (公示). Raises Http404, ValidationError."""
    who = who_of(request)
    with transaction.atomic():
        one = locked(who, claim)
        may(who, one, "put_up")
        rows = _live(who, one)
        lines = [Line(row.reference, row.amount, row.person_id, row.place) for row in rows]
        made = lists.open_notice(
            request, flow.flows()[one.item].notice, one.item, one.region, lines, one.title
        )
        one.notice = made.pk
        move(who, one, "put_up", "notice")
    return one


def _live(who: Who, claim: Claim) -> list[ClaimLine]:
    rows = ClaimLine.objects.within(who.scope).filter(claim=claim, live=True).select_related("entitlement")
    return list(rows.order_by("number"))


def reserve_money(request: HttpRequest, claim: int) -> Claim:
    """Commit the money of a claim that is ready for payment. Raises Http404, ValidationError with what refused it."""
    who = who_of(request)
    if who.actor is None:
        raise ValidationError(_("Only an office commits money."))
    with transaction.atomic():
        return _reserve(who, who.actor, locked(who, claim))


def _reserve(who: Who, actor: Actor, one: Claim) -> Claim:
    may(who, one, "reserve")
    rows = [row for row in _live(who, one) if row.paid in ("", "no_money")]
    result = reserve(who.request or actor, [_payable(one, row) for row in rows])
    why = {payable.claim: reason for payable, reason in result.refused}
    for row in rows:
        row.paid = why.get(row.reference, "reserved")
    ClaimLine.objects.within(who.scope).bulk_update(rows, ["paid"], batch_size=1000)
    if any(reason == "no_money" for reason in why.values()):
        return one  # it waits for its fund, and says so
    move(who, one, "reserve", "paying")
    return one


def _payable(one: Claim, row: ClaimLine) -> Payable:
    due = row.entitlement
    org = due.org_code if due.payee_kind in ORGS else ""
    return Payable(
        due.item, None if org else row.person_id, org, due.record, due.instalment, row.amount, due.payee_kind, due.fund, one.region,
        row.reference, one.first_by, one.second_by,
    )  # fmt: skip


def confirm(who: Who, row: ClaimLine) -> None:
    """The person says that the money arrived. Raises ValidationError before the bank has settled it, or the second time."""
    one = paid.of_person(who.scope, who.scope.person).filter(claim=row.reference).first()
    if one is None:
        raise ValidationError(_("There is nothing to confirm."))
    with transaction.atomic():
        confirm_own(who.scope, one, who.name)
        note(who, row.claim, "confirmed", row.claim.state, row.claim.state, "", row.number)


def follow(actor: Actor) -> dict[str, int]:
    """Bring claims up to their notices and payments: lists that are over, money that arrived. The worker's verb.

    Doing it twice changes nothing. Returns what moved.
    """
    who = Who(actor.scope, actor.username, actor=actor)
    told = {"checked": 0, "seen": 0, "reserved": 0, "arrived": 0}
    for number in _unchecked(who):  # oldest first: a source that came back lets them go on
        with transaction.atomic():
            one = locked(who, number)
            if one.state == "submitted":
                checking.run(one, day())
                told["checked"] += 1
    for number in _standing(who, "notice"):
        with transaction.atomic():
            told["seen"] += _seen(who, locked(who, number))
    for number in _standing(who, "to_pay"):
        with transaction.atomic():
            one = locked(who, number)
            if one.state == "to_pay":
                told["reserved"] += _reserve(who, actor, one).state == "paying"
    for number in _standing(who, "paying"):
        with transaction.atomic():
            told["arrived"] += _arrived(who, locked(who, number))
    return told


def _unchecked(who: Who) -> Sequence[int]:
    """Claims with lines that could not be checked, once a source answers again; and those a finding stopped or let go since."""
    rows = ClaimLine.objects.within(who.scope).filter(claim__state="submitted", state="open")
    found = set(held_since(who.scope, rows))
    grey = rows.filter(look=True, checks__contains=[{"result": checking.GREY}])
    waits = list(grey.values_list("claim_id", "checks"))
    if waits:
        answers = {code: good for code, (_day, good) in checking.source_days(who.scope, day()).items()}
        found |= {
            claim for claim, checks in waits if any(one["result"] == checking.GREY and answers[one["source"]] for one in checks)
        }  # fmt: skip
    return sorted(found)


def held_since(scope: Scope, rows: "QuerySet[ClaimLine]") -> "QuerySet[ClaimLine, int]":
    """Numbers of claims whose lines say green although a finding holds them, or red although none does."""
    holds = Hold.objects.within(scope).filter(claim=OuterRef("reference"), kind="finding")
    says = rows.annotate(held=Exists(holds.filter(lifted_by="")), freed=Exists(holds.exclude(lifted_by="")))
    lead, fine = [{"check": "findings", "code": "lead"}], [{"check": "findings", "result": checking.GREEN}]
    stale = Q(held=True, checks__contains=fine) | Q(held=False, freed=True, checks__contains=lead, look=True)
    return says.filter(stale).values_list("claim_id", flat=True)


def _standing(who: Who, state: str) -> Sequence[int]:
    rows = Claim.objects.within(who.scope).filter(state=state).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _seen(who: Who, one: Claim) -> bool:
    """A list that is over for every line: those an upheld objection refused fall away, the others are paid."""
    rows = _live(who, one)
    states = shown.states(who.scope, [row.reference for row in rows])
    if one.state != "notice" or any(states.get(row.reference) not in ("clear", "refused") for row in rows):
        return False
    refused = [row for row in rows if states[row.reference] == "refused"]
    for row in refused:
        row.reason = "objection"
    ClaimLine.objects.within(who.scope).bulk_update(refused, ["reason"])
    drop(who, refused, "refused")
    move(who, one, "seen", "to_pay" if len(refused) < len(rows) else "refused")
    return True


def _arrived(who: Who, one: Claim) -> int:
    """What the bank answered, line by line; done when everything has arrived or was given up."""
    rows = _live(who, one)
    states = paid.states(who.scope, [row.reference for row in rows])
    moved, came = [], {}
    for row in rows:
        state, amount, settled_on = states.get(row.reference, (row.paid, 0, None))
        if (state, settled_on) != (row.paid, row.settled_on):
            row.paid, row.settled_on = state, settled_on
            moved.append(row)
        known = settled_on is None or settled_on <= month_end(row.entitlement.last_period)
        came[row.entitlement_id] = 0 if state != "settled" or known else amount
    ClaimLine.objects.within(who.scope).bulk_update(moved, ["paid", "settled_on"], batch_size=1000)
    arrive(who.scope, came)
    if one.state == "paying" and rows and all(row.paid in OVER for row in rows):
        move(who, one, "arrived", "done")
    return len(moved)


def follow_all(by: str) -> dict[str, int]:
    """`follow` over every county, as the night's work."""
    with in_scope(whole_scope()) as scope:
        return follow(Actor(by, scope=scope))
