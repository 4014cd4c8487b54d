"""Scoped reads of proposals and their steps."""

from django.db.models import Count, QuerySet

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.programme.policies.models import Proposal, ProposalStep


def proposals(scope: Scope) -> "QuerySet[Proposal]":
    """Proposals for regions in scope."""
    scope.need(Right.RULES)
    rows: QuerySet[Proposal] = Proposal.objects.within(scope)
    return rows


def proposal(scope: Scope, number: int, lock: bool = False) -> Proposal:
    """One proposal. Raises Http404 out of scope."""
    return the_one(proposals(scope), number, lock)


def by_state(scope: Scope) -> dict[str, int]:
    """How many there are in each state."""
    return dict(proposals(scope).order_by().values_list("state").annotate(n=Count("id")))


def steps(scope: Scope, one: Proposal) -> list[ProposalStep]:
    """What people did with a proposal, oldest first."""
    return list(ProposalStep.objects.within(scope).filter(proposal=one).order_by("id"))


def open_of(scope: Scope, item: str) -> list[Proposal]:
    """Proposals of an item that nobody has published or withdrawn, newest first."""
    ended = (Proposal.State.PUBLISHED, Proposal.State.WITHDRAWN)
    return list(proposals(scope).filter(item=item).exclude(state__in=ended).order_by("-id")[:20])


def published(scope: Scope) -> "QuerySet[Proposal]":
    """Everything that was published, in the order of publication."""
    rows: QuerySet[Proposal] = Proposal.objects.within(scope).filter(state=Proposal.State.PUBLISHED)
    return rows.order_by("published_at", "id")
