"""Scoped reads of exports: one's own, and those whose second person the post may be."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import Actor, post_held
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.exports.models import Export, ExportStep, State

Exports = QuerySet[Export]


def _mine(actor: Actor) -> Q:
    return Q(by=actor.username, post=actor.post.pk if actor.post else 0)


def exports(actor: Actor) -> Exports:
    """What the post asked for itself; with the right also what wanted a second person in its scope."""
    seen = _mine(actor)
    if actor.scope.may(Right.RELEASE):
        seen |= Q(second=True)
    rows: Exports = Export.objects.within(actor.scope).filter(seen)
    return rows


def get_export(actor: Actor, number: int, lock: bool = False) -> Export:
    """One of these. Raises Http404."""
    found: Export = the_one(exports(actor), number, lock)
    return found


def own_export(actor: Actor, number: int, lock: bool = False) -> Export:
    """One that this post asked for. Raises Http404."""
    found: Export = the_one(Export.objects.within(actor.scope).filter(_mine(actor)), number, lock)
    return found


def work_on(scope: Scope, number: int, lock: bool = False) -> Export:
    """The export a job is about. Raises Http404."""
    found: Export = the_one(Export.objects.within(scope), number, lock)
    return found


def waiting(actor: Actor) -> Exports:
    """What waits for an answer that this person may give, at this post."""
    rows: Exports = exports(actor).filter(state=State.ASKED, second=True, ends_at__gt=timezone.now())
    post = actor.post.pk if actor.post else 0
    return (
        rows.exclude(by=actor.username).exclude(post=post) if actor.scope.may(Right.RELEASE) else rows.none()
    )


def may_answer(actor: Actor, one: Export) -> bool:
    """Whether this person may be the second one: the right, another person and post, over all that the asker sees."""
    if not actor.scope.may(Right.RELEASE) or actor.post is None:
        return False
    if one.by == actor.username or one.post == actor.post.pk:
        return False
    asker = post_held(one.post)
    if asker is None:
        return False
    if asker.institutions:
        over = set(asker.institutions) <= actor.scope.institutions
        return over or actor.scope.holds(*span(one.region))
    return all(actor.scope.holds(lo, hi) for lo, hi in asker.ranges)


def steps(scope: Scope, one: Export) -> list[ExportStep]:
    """What was done with it, oldest first."""
    return list(ExportStep.objects.within(scope).filter(export=one).order_by("id"))
