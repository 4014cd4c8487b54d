"""Scoped reads of claims: the queue, one claim with its lines, what may be claimed, ageing."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from qianxiao.base import workdays
from qianxiao.money.claims import flow
from qianxiao.money.claims.models import Appeal, Claim, ClaimLine, ClaimStep, Submission
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.money.entitlements.queries import claimable
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.services.training.models import Trainee, TrainingClass

PAGE = 500


def claims(scope: Scope) -> "QuerySet[Claim]":
    """Claims the counties in scope decide on, or the own institution's."""
    if not scope.may(Right.CLAIM):
        scope.need(Right.ENTITLEMENTS)
    rows: QuerySet[Claim] = Claim.objects.within(scope)
    return rows


def get(scope: Scope, number: int) -> Claim:
    """One claim in scope. Raises Http404."""
    found = claims(scope).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def lines(scope: Scope, claim: Claim) -> "QuerySet[ClaimLine]":
    """The lines of a claim, in their order."""
    rows: QuerySet[ClaimLine] = ClaimLine.objects.within(scope).filter(claim=claim)
    return rows.order_by("number")


def line(scope: Scope, claim: Claim, number: int) -> ClaimLine:
    """One line with its entitlement. Raises Http404."""
    found = lines(scope, claim).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def to_look(scope: Scope, claim: Claim) -> "QuerySet[ClaimLine]":
    """Lines that wait for somebody to look at them."""
    return lines(scope, claim).filter(state="open", look=True)


def counted(scope: Scope, claim: Claim) -> dict[str, int]:
    """Lines by what they wait for: verified (open, nothing against them), look, passed, refused, held; and their fen."""
    rows = lines(scope, claim).order_by()
    live = rows.values("state", "look").annotate(n=Count("id"), fen=Sum("amount"))
    told = dict.fromkeys(("verified", "look", "passed", "refused", "held", "withdrawn", "fen"), 0)
    for one in live:
        kind = one["state"] if one["state"] != "open" else "look" if one["look"] else "verified"
        told[kind] += one["n"]
        told["fen"] += one["fen"] if kind in ("verified", "passed") else 0
    return told


def steps(scope: Scope, claim: Claim) -> list[ClaimStep]:
    """What was done with a claim, oldest first."""
    return list(ClaimStep.objects.within(scope).filter(claim=claim).order_by("id")[:PAGE])


def submission(scope: Scope, key: UUID) -> Submission | None:
    """The answer that was given under a key."""
    found: Submission | None = Submission.objects.within(scope).select_related("claim").filter(pk=key).first()
    return found


def by_state(scope: Scope) -> dict[str, int]:
    """Claims in each state."""
    return dict(claims(scope).order_by().values_list("state").annotate(n=Count("id")))


# what may be claimed


def next_rows(scope: Scope, item: str, county: str, most: int) -> list[int]:
    """The next rows of a list that is made by itself: those no finding holds first, place by place."""
    rows = claimable(scope, item).filter(county=county).order_by("findings", "region", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


def auto(scope: Scope) -> list[dict[str, object]]:
    """Items that nobody applies for, by county: how many rows wait, how many of them without a finding, their fen."""
    scope.need(Right.CLAIM_FIRST)
    found: list[dict[str, object]] = []
    for item, one in flow.flows().items():
        if one.claimant == "none":
            rows = claimable(scope, item).filter(scope.within("county")).order_by()
            found += [
                {"item": item, **line}
                for line in rows.values("county")
                .annotate(n=Count("id"), unheld=Count("id", filter=Q(findings=[])), fen=Sum("left"))
                .order_by("county")
            ]
    return found


def settled(scope: Scope, item: str, about: str) -> Claim | None:
    """The newest live claim of the own institution for a class or term."""
    rows = Claim.objects.within(scope).filter(scope.owns(), item=item, about=about, state__in=Claim.LIVE)
    return rows.order_by("-id").first()


def class_named(scope: Scope, number: str) -> TrainingClass | None:
    """A class of the scope by its number."""
    found: TrainingClass | None = TrainingClass.objects.within(scope).filter(class_no=number).first()
    return found


def to_settle(scope: Scope, item: str, about: str) -> tuple[list[Entitlement], str]:
    """Rows an institution may claim for a class that is ready or for a term, and a title. Raises Http404."""
    one = flow.flows().get(item)
    if one is None or one.claimant not in ("school", "institution") or not scope.institutions:
        raise Http404
    rows = claimable(scope, item).filter(scope.owns())
    if one.register != "trainees":
        return list(rows.filter(instalment=about).order_by("pk")), about
    held = class_named(scope, about)
    if held is None or held.state != "ready" or held.org_code not in scope.institutions:
        raise Http404
    numbers = Trainee.objects.within(scope).filter(training_class=held).values("trainee_no")
    return list(rows.filter(register="trainees", rec_id__in=numbers).order_by("pk")), held.class_no


@dataclass(frozen=True)
class Settling:
    """Something an institution may ask for: item, class or term, rows, fen."""

    item: str
    about: str
    n: int
    fen: int


def settling(scope: Scope) -> list[Settling]:
    """What the own institution may ask for now: terms of a school, classes that are ready."""
    scope.need(Right.CLAIM)
    found: list[Settling] = []
    for item, one in flow.flows().items():
        if one.claimant == "school":
            rows = claimable(scope, item).filter(scope.owns()).order_by().values("instalment")
            found += [
                Settling(item, line["instalment"], line["n"], line["fen"])
                for line in rows.annotate(n=Count("id"), fen=Sum("left")).order_by("instalment")
            ]
        elif one.claimant == "institution":
            found += _classes(scope, item)
    return found


def _classes(scope: Scope, item: str) -> list[Settling]:
    ready = TrainingClass.objects.within(scope).filter(scope.owns(), state="ready").order_by("-starts")[:50]
    found = []
    for held in ready:
        rows, about = to_settle(scope, item, held.class_no)
        if rows:
            found.append(Settling(item, about, len(rows), sum(row.open for row in rows)))
    return found


def own_open(scope: Scope, item: str) -> list[Entitlement]:
    """What a person may apply for."""
    return list(claimable(scope, item).order_by("pk")) if scope.person else []


def own_claims(scope: Scope) -> "QuerySet[Claim]":
    """Applications of the person of an own scope."""
    if not scope.person:
        raise Http404
    rows: QuerySet[Claim] = Claim.objects.within(scope).filter(person_id=scope.person)
    return rows


def own_lines(scope: Scope) -> list[ClaimLine]:
    """Everything that is claimed for a person, whoever asked for it, newest first."""
    if not scope.person:
        raise Http404
    return list(ClaimLine.objects.within(scope).select_related("entitlement", "claim").order_by("-id")[:PAGE])


def own_line(scope: Scope, claim: Claim) -> ClaimLine:
    """The first line of the own application. Raises Http404."""
    found: ClaimLine | None = ClaimLine.objects.within(scope).filter(claim=claim).order_by("number").first()
    if found is None:
        raise Http404
    return found


def own_appeals(scope: Scope, line: ClaimLine) -> list[Appeal]:
    """Appeals about a line of the person, newest first."""
    return list(Appeal.objects.within(scope).filter(line=line).order_by("-id"))


# the queue of a day, and what is late


# who may do the next step → the states that wait for it
WAITS = (
    (Right.CLAIM_FIRST, ("submitted", "to_notice")),
    (Right.CLAIM_SECOND, ("checked",)),
    (Right.CLAIM, ("returned",)),
)


@dataclass(frozen=True)
class Waiting:
    """One claim of a work list: lines, how many to look at, whether it is late."""

    claim: Claim
    look: int
    late: bool


def waiting(scope: Scope, day: int, most: int = 3) -> tuple[list[Waiting], int]:
    """Claims that wait for this post, most urgent first, and how many there are altogether."""
    states = next((states for right, states in WAITS if scope.may(right)), ())
    if not states:
        return [], 0
    rows = Claim.objects.within(scope).filter(state__in=states)
    found = list(
        rows.annotate(looks=Count("lines", filter=Q(lines__state="open", lines__look=True))).order_by(
            "due_on", "id"
        )[:most]
    )
    n = len(found) if len(found) < most else rows.count()
    return [Waiting(one, one.looks, one.due_on < day) for one in found], n


def ageing(scope: Scope, day: int, over: int) -> list[dict[str, object]]:
    """Claims that stand in a state for more than so many working days, by county, item and step (19-12-08)."""
    limit = _before(day, over)
    rows = claims(scope).filter(state__in=Claim.LIVE, entered_on__lt=limit).order_by()
    counted = rows.values("region", "item", "state").annotate(n=Count("id"), fen=Sum("total"), people=Sum("lines_told"))  # fmt: skip
    return [dict(line) for line in counted.order_by("-n", "region", "item", "state")]


def _before(day: int, days: int) -> int:
    """The first day from which on fewer than so many working days have passed."""
    from datetime import date, timedelta

    one = date(day // 10000, day // 100 % 100, day % 100)
    while days > 0:
        days -= workdays.works(one.year * 10000 + one.month * 100 + one.day)
        one -= timedelta(days=1)
    return one.year * 10000 + one.month * 100 + one.day


def appeals(scope: Scope) -> "QuerySet[Appeal]":
    """Appeals about lines of the counties in scope."""
    scope.need(Right.APPEALS)
    rows: QuerySet[Appeal] = Appeal.objects.within(scope).select_related("line", "line__claim")
    return rows


def appeals_by_state(scope: Scope) -> dict[str, int]:
    """Appeals in each state."""
    return dict(appeals(scope).order_by().values_list("state").annotate(n=Count("id")))
