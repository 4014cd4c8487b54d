"""Verbs of the matching desk: rule about a doubt, take it back, write the register of decisions."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qianxiao.engine.io.layouts import layouts
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import record_command
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.programme.matching import queries, words
from qianxiao.programme.matching.intake import opened
from qianxiao.programme.matching.models import DECIDED, WAITING, Doubt, Ruling, State
from qianxiao.programme.matching.sealing import markers

VERBS = ("same", "apart", "visit")
LIFTED = "lifted"


class Refused(Exception):
    """The verb does not fit; the text is a key of words.refusal_said."""


def _rule(actor: Actor, doubt: Doubt, verb: str, reason: str = "", note: str = "") -> None:
    Ruling.objects.within(actor.scope).create(
        doubt=doubt, period=doubt.period, verb=verb, reason=reason, note=" ".join(note.split())[:500], by=actor.username,
        by_name=actor.user.full_name if actor.user else "", post=str(actor.post or ""), request_id=actor.request_id,
    )  # fmt: skip


def _others(actor: Actor, doubt: Doubt, before: str, after: str) -> None:
    """Move the other candidates of the same row that lie in the actor's regions."""
    rows = Doubt.objects.within(actor.scope).filter(record=doubt.record, state=before)
    rows.exclude(id=doubt.pk).update(state=after)


def decide(actor: Actor, number: int, verb: str, seen: str, reason: str = "", note: str = "") -> Doubt:
    """Say same, apart or visit about a doubt (19-05-04); the last two need a reason of reasons.yaml.

    seen: the data the actor looked at (hex of the content's mark). Raises Http404 out of scope or without the right,
    Refused when the answer is none, the reason does not fit, somebody was faster, or the row is somebody else's.
    """
    actor.scope.need(Right.MATCH)
    with transaction.atomic():
        doubt = queries.get_doubt(actor.scope, number, lock=True)
        if verb not in VERBS:
            raise Refused("verdict")
        if verb != "same" and reason not in words.reasons(verb):
            raise Refused("reason")
        if doubt.state not in WAITING or bytes(doubt.content).hex() != seen:
            raise Refused("stale")
        doubt.state = State(verb)
        try:
            with transaction.atomic():
                doubt.save(update_fields=["state"])
        except IntegrityError:
            raise Refused("taken") from None
        if verb == "same":
            _others(actor, doubt, State.OPEN, State.SETTLED)
        _rule(actor, doubt, verb, reason if verb != "same" else "", note)
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
        doubt.state = State.OPEN
        doubt.save(update_fields=["state"])
        _rule(actor, doubt, "withdrawn")
    return doubt


def write_decisions(out: Path, period: int, by: str) -> int:
    """Write the register 人工比对结论 for the close of a month (layout `decisions`); returns its rows.

    All decisions on the data of earlier months, and a word that lifts each one the close was told before and that was
    withdrawn or whose data changed. Whole or not at all, readable by the owner only. Raises OSError, RingProblem,
    Tampered.
    """
    head = [column.zh for column in layouts()["decisions"].columns]
    part = out.with_name(f".{out.name}.{os.getpid()}")
    rows = 0
    with in_scope(whole_scope()) as scope:
        record_command(by, AccessLog.Kind.EXPORT, "decisions")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            sheet = csv.writer(stream)
            sheet.writerow(head)
            for line in _lines(scope, period):
                sheet.writerow(line)
                rows += 1
        told = Doubt.objects.within(scope).filter(period__lt=period)
        told.filter(told__in=DECIDED).exclude(state__in=DECIDED).update(told=LIFTED)
        for verdict in DECIDED:
            told.filter(state=verdict).update(told=verdict)
        part.replace(out)
    return rows


def _lines(scope: Scope, period: int) -> Iterator[list[str]]:
    """Rows of the register, in the order of the layout: register, record, person, verdict, who, when, why."""
    held = {one.version: one for one in markers(ring())}
    last: dict[int, Ruling] = {}
    rulings = Ruling.objects.within(scope).filter(doubt__period__lt=period).order_by("id")
    for ruling in rulings.iterator(chunk_size=5000):
        last[ruling.doubt_id] = ruling
    rows = Doubt.objects.within(scope).filter(period__lt=period, id__in=last).order_by("id")
    for doubt in rows.iterator(chunk_size=5000):
        decided = doubt.state in DECIDED
        if not decided and not doubt.told:
            continue
        ruling = last[doubt.pk]
        verdict = words.VERDICTS[State(doubt.state)] if decided else words.LIFTED
        why = "；".join(text for text in (words.reason_written(ruling.reason), ruling.note) if text)
        yield [
            doubt.register, opened(doubt, held), doubt.person_no, verdict, ruling.by_name or ruling.by,
            localdate(ruling.at).isoformat(), why,
        ]  # fmt: skip
