"""Verbs of the matching desk: rule about a doubt, send somebody to look, take it back."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import Http404

from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.asked import Seen, Wish, ask, settle
from qianxiao.office.lists.batch import Outcome, found_of
from qianxiao.programme.matching import queries, words
from qianxiao.programme.matching.models import DECIDED, WAITING, Doubt, Ruling, State

VISIT = queries.VISIT
VERBS = ("same", "apart", "visit")


class Refused(Exception):
    """The verb does not fit; the text is a key of words.refusal_said."""


def rule(actor: Actor, doubt: Doubt, verb: str, reason: str = "", note: str = "") -> Ruling:
    """Write down what was ruled; call inside the transaction that does it."""
    return rule_all(actor, [doubt], verb, reason, note)[0]


def rule_all(actor: Actor, doubts: list[Doubt], verb: str, reason: str = "", note: str = "") -> list[Ruling]:
    """The same about several doubts; one statement."""
    told = {"verb": verb, "reason": reason, "note": " ".join(note.split())[:500], "by": actor.username}
    told |= {"by_name": actor.user.full_name if actor.user else "", "post": actor.post_name}
    made: list[Ruling] = Ruling.objects.within(actor.scope).bulk_create(
        Ruling(doubt=doubt, period=doubt.period, request_id=actor.request_id, **told) for doubt in doubts
    )
    return made


def _others(actor: Actor, doubt: Doubt, before: str, after: str) -> None:
    """Move the other candidates of the same row that lie in the actor's regions."""
    rows = Doubt.objects.within(actor.scope).filter(record=doubt.record, state=before)
    rows.exclude(id=doubt.pk).update(state=after)


def conclude(actor: Actor, doubt: Doubt, verb: str, reason: str, note: str) -> Ruling:
    """Give a locked doubt its answer. Raises Refused when the reason does not fit or the row is somebody else's."""
    if verb != "same" and reason not in words.reasons(verb):
        raise Refused("reason")
    doubt.state = State(verb)
    try:
        with transaction.atomic():
            doubt.save(update_fields=["state"])
    except IntegrityError:
        raise Refused("taken") from None
    if verb == "same":
        _others(actor, doubt, State.OPEN, State.SETTLED)
    return rule(actor, doubt, verb, reason if verb != "same" else "", note)


def decide(
    actor: Actor, number: int, verb: str, seen: str, reason: str = "", note: str = "", to: str = ""
) -> Doubt:
    """Say same, apart or visit about a doubt (19-05-04); the last two need a reason of reasons.yaml.

    seen: the data the actor looked at (hex of the content's mark). to: the post sent to look, wherever there is one.
    Raises Http404 out of scope or without the right, Refused when the answer is none, the reason does not fit, nobody
    was named, somebody was faster, or the row is somebody else's.
    """
    actor.scope.need(Right.MATCH)
    with transaction.atomic():
        doubt = queries.get_doubt(actor.scope, number, lock=True)
        if verb not in VERBS:
            raise Refused("verdict")
        if doubt.state not in WAITING or bytes(doubt.content).hex() != seen:
            raise Refused("stale")
        drop_visit(actor, doubt)  # whoever was on the way already need not go for this answer
        made = conclude(actor, doubt, verb, reason, note)
        if verb == "visit":
            send(actor, made, to)
    return doubt


def withdraw(actor: Actor, number: int) -> Doubt:
    """Take the last ruling back, until the next close has read it. Raises Http404, Refused."""
    actor.scope.need(Right.MATCH)
    with transaction.atomic():
        doubt = queries.get_doubt(actor.scope, number, lock=True)
        rulings = list(Ruling.objects.within(actor.scope).filter(doubt=doubt).order_by("-id")[:1])
        if not queries.withdrawable(doubt, rulings):
            raise Refused("late")
        if doubt.state == State.SAME:
            _others(actor, doubt, State.SETTLED, State.OPEN)
        drop_visit(actor, doubt)
        doubt.state = State.OPEN
        doubt.save(update_fields=["state"])
        rule(actor, doubt, "withdrawn")
    return doubt


def send(actor: Actor, visit: Ruling, to: str) -> None:
    """Put the visit on somebody's name in the township or village. Raises Refused when there is one and none is named.

    Where nobody is at work the doubt waits without a name, and its page says so.
    """
    found = _whom(queries.posts_to_send(actor.scope, visit.doubt), to)
    if found is not None:
        ask(actor, VISIT, visit.period, [_wish(visit, found)])


def _whom(near: list[Post], to: str) -> Post | None:
    """Who of those near was named; None where there is nobody. Raises Refused when there is one and none is named."""
    found = next((post for post in near if str(post.pk) == to), None)
    if near and found is None:
        raise Refused("whom")
    return found


def _wish(visit: Ruling, to: Post) -> Wish:
    return Wish(to.agency_id, "", to.seat, queries.visit_subject(visit), "match-visit", visit.doubt_id)


@dataclass(frozen=True)
class Visit:
    """One doubt of several: what the actor looked at (hex of the content's mark), the post sent to look."""

    number: int
    seen: str
    to: str


def send_all(actor: Actor, visits: list[Visit], reason: str, note: str = "") -> Outcome:
    """Send somebody to look into several doubts, for one reason; what does not go is told row by row, the rest is done.

    A doubt that somebody is looking into already stays as it is, so that pressing twice sends nobody twice. Raises
    Http404 without the right, Refused when the reason does not fit. Refusals are keys of words.refusal_said.
    """
    actor.scope.need(Right.MATCH)
    if reason not in words.reasons("visit"):
        raise Refused("reason")
    outcome, asked = Outcome(), {visit.number: visit for visit in visits}
    with transaction.atomic():
        found = found_of(list(asked), Doubt.objects.within(actor.scope), outcome)
        near, whom = queries.posts_for(actor.scope, found), {}
        for doubt in found:
            try:
                whom[doubt.pk] = _sendable(doubt, asked[doubt.pk], near[doubt.pk])
                outcome.done.append(doubt)
            except Refused as refused:
                outcome.refused.append((doubt, str(refused)))
        Doubt.objects.within(actor.scope).filter(pk__in=list(whom)).update(state=State.VISIT)
        wishes: dict[int, list[Wish]] = {}
        for visit in rule_all(actor, outcome.done, "visit", reason, note):
            to = whom[visit.doubt_id]
            if to is not None:
                wishes.setdefault(visit.period, []).append(_wish(visit, to))
        for period, some in wishes.items():
            ask(actor, VISIT, period, some)
    return outcome


def _sendable(doubt: Doubt, visit: Visit, near: list[Post]) -> Post | None:
    """Who goes for a locked doubt. Raises Refused."""
    if doubt.state == State.VISIT:
        raise Refused("sent")
    if doubt.state != State.OPEN or bytes(doubt.content).hex() != visit.seen:
        raise Refused("stale")
    return _whom(near, visit.to)


def drop_visit(actor: Actor, doubt: Doubt) -> None:
    """Nobody need look any more."""
    visit = queries.last_visit(actor.scope, doubt) if doubt.state == State.VISIT else None
    if visit is not None:
        seen = Seen(subject=queries.visit_subject(visit), evidence=words.written("dropped"))
        settle(actor, VISIT, visit.period, [seen], "dropped")


def answer(actor: Actor, number: int, verb: str, seen: str, reason: str = "", note: str = "") -> Doubt:
    """What somebody found on the spot: same, apart, or unclear, which puts the doubt back into the queue.

    Only the person on whose name the visit stands. Raises Http404, Refused.
    """
    actor.scope.need(Right.VISIT)
    with transaction.atomic():
        doubt, visit = queries.visited(actor.scope, number, lock=True)
        duty = queries.visit_duty(actor.scope, visit)
        if actor.post is None:
            raise Http404
        if duty is None or duty.done_on is not None or duty.seat != actor.post.seat:
            raise Refused("name")
        if verb not in (*DECIDED, "unclear"):
            raise Refused("verdict")
        if doubt.state != State.VISIT or bytes(doubt.content).hex() != seen:
            raise Refused("stale")
        if verb == "unclear":
            if not note.strip():
                raise Refused("note")
            doubt.state = State.OPEN
            doubt.save(update_fields=["state"])
            rule(actor, doubt, verb, "", note)
        else:
            conclude(actor, doubt, verb, reason, note)
        told = "；".join(
            text for text in (words.written(verb), words.reason_written(reason), note.strip()) if text
        )
        settle(actor, VISIT, visit.period, [Seen(subject=queries.visit_subject(visit), evidence=told)])
    return doubt
