"""The way of an entitlement as its page shows it: claim, reviews, public list, payment."""

from django.urls import reverse

from qianxiao.money.claims import words
from qianxiao.money.claims.models import ClaimLine, ClaimStep
from qianxiao.money.entitlements.chain import SOURCES, Link
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.schools.words import day

SHOWN = ("made", "submitted", "first", "second", "put_up", "seen", "reserve", "arrived", "refuse", "withdraw")


def links(scope: Scope, one: Entitlement) -> list[Link]:
    """Every line that asked for it, with the steps of its claim, oldest first."""
    found = []
    for row in ClaimLine.objects.within(scope).filter(entitlement=one).select_related("claim").order_by("id"):
        href = reverse("claim-line", args=[row.claim_id, row.number])
        found.append(
            Link(
                day(row.claim.made_on), f"{words.STATES[row.claim.state]}: {row.reference}", row.reason, href
            )
        )
        steps = (
            ClaimStep.objects.within(scope).filter(claim=row.claim_id, verb__in=SHOWN, line=0).order_by("id")
        )
        found += [Link(day(step.day), str(words.VERBS[step.verb]), step.post) for step in steps]
        if row.paid:
            found.append(Link(day(row.settled_on), words.paid(row.paid)))
    return found


def join() -> None:
    """Called once the apps are there."""
    if links not in SOURCES:
        SOURCES.append(links)
