"""Verbs of exports: ask for one, say yes or no to somebody else's, take it back, let what is old go."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from qianxiao.office.accounts.queries import Actor, post_held
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.exports import files, queries
from qianxiao.office.exports.limits import limit, purposes
from qianxiao.office.exports.models import Export, ExportStep, State
from qianxiao.office.jobs.actions import ask as ask_work
from qianxiao.office.jobs.actions import stop
from qianxiao.office.jobs.queries import job_about
from qianxiao.office.lists.export import Wanted
from qianxiao.office.lists.listing import Listing

KIND = "list.export"
LONGEST = 200  # characters of a note


class Refused(Exception):
    """The verb does not fit; the text is a key of words.refusal."""


def ask(
    actor: Actor,
    listing: Listing,
    wanted: Wanted,
    said: list[tuple[str, str]],
    told: int,
    second: bool,
    purpose: str,
    note: str,
) -> Export:
    """Ask for a file of so many rows; it is made at once unless a second person has to agree. Raises Http404, Refused."""
    post = actor.post
    if post is None or actor.user is None:
        raise Http404
    note = " ".join(note.split())[:LONGEST]
    if purpose not in purposes() or not note:
        raise Refused("purpose")
    if told > limit("most_rows"):
        raise Refused("most")
    days = limit("answer_days") if second else limit("keep_days")
    with transaction.atomic():
        one: Export = Export.objects.within(actor.scope).create(
            page=listing.declared.page, form=wanted.form, query=wanted.query, text=wanted.text,
            columns=list(wanted.columns), ids=list(wanted.ids), said=said, language=get_language() or "",
            purpose=purpose, note=note, told=told, second=second, state=State.ASKED if second else State.MAKING,
            store=uuid4(), region=post.home or post.agency.region, org_code=post.institution, by=actor.username,
            by_name=actor.user.full_name, post=post.pk, post_name=actor.post_name, request_id=actor.request_id,
            ends_at=timezone.now() + timedelta(days=days),
        )  # fmt: skip
        keep_step(actor, one, "asked", rows=told, purpose=purpose)
        if not second:
            _begin(actor, one)
    return one


def _begin(actor: Actor, one: Export) -> None:
    ask_work(actor, KIND, one.pk, f"{one.page}.{one.form}")


def keep_step(actor: Actor, one: Export, verb: str, **detail: Any) -> None:
    """Write down who did what to an export. In the caller's transaction."""
    ExportStep.objects.within(actor.scope).create(
        export=one, verb=verb, detail=detail, region=one.region, org_code=one.org_code, by=actor.username,
        post=actor.post_name, request_id=actor.request_id,
    )  # fmt: skip


def answer(actor: Actor, number: int, said: str, note: str) -> Export:
    """Say yes or no to somebody else's export; with a yes it is made in the asker's name. Raises Http404, Refused."""
    actor.scope.need(Right.RELEASE)
    if said not in ("yes", "no"):
        raise Refused("answer")
    note = " ".join(note.split())[:LONGEST]
    with transaction.atomic():
        one = queries.get_export(actor, number, lock=True)
        if one.state != State.ASKED or one.ends_at <= timezone.now():
            raise Refused("state")
        if not queries.may_answer(actor, one):
            raise Refused("second")
        if said == "no" and not note:
            raise Refused("reason")
        one.answer, one.answered_by, one.answered_note = said, actor.username, note
        one.answered_name = actor.user.full_name if actor.user else ""
        one.answered_post, one.answered_at = actor.post.pk if actor.post else None, timezone.now()
        one.state = State.MAKING if said == "yes" else State.REFUSED
        one.save()
        keep_step(actor, one, said, rows=one.told)
        if said == "yes":
            _begin(_asker(one, actor), one)
    return one


def _asker(one: Export, actor: Actor) -> Actor:
    """Whoever asked, as far as putting work into the queue needs: the job looks the post up anew when it runs."""
    post = post_held(one.post)
    if post is None:
        raise Refused("second")
    return Actor(one.by, post, actor.scope, one.request_id, post.user)


def drop(actor: Actor, number: int) -> Export:
    """Take one's own export back: one that is being made is cancelled, a file is removed. Raises Http404, Refused."""
    with transaction.atomic():
        one = queries.own_export(actor, number, lock=True)
        if one.state == State.MAKING:
            job = job_about(actor.scope, KIND, one.pk)
            if job is not None:
                stop(actor, job.pk)
        elif one.state not in (State.ASKED, State.READY, State.FAILED):
            raise Refused("state")
        else:
            _end(actor, one, State.DROPPED)
    return one


def _end(actor: Actor, one: Export, state: State) -> None:
    """No file any more. In the caller's transaction, the row locked."""
    one.state = state
    one.save(update_fields=["state"])
    keep_step(actor, one, str(state))
    transaction.on_commit(partial(files.forget, one.store))  # what is undone must still have its file


def lapse() -> int:
    """Let go what nobody answered and files whose time is over; returns how many. The worker's verb, every hour."""
    files.sweep()
    with in_scope(whole_scope()) as scope:
        old = Export.objects.within(scope).filter(
            state__in=[State.ASKED, State.READY], ends_at__lte=timezone.now()
        )
        found = list(old.select_for_update())
        for one in found:
            _end(Actor("operator", scope=scope), one, State.GONE)
    return len(found)
