"""Verbs of rosters: bring a file in, compare it, answer, take rows in, drop it, hand the close its register."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from qianxiao.office.accounts.actions import take_file
from qianxiao.office.accounts.models import FileHand
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import HANDS, Hand, Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.keys import ring
from qianxiao.office.jobs.actions import ask, stop
from qianxiao.office.jobs.models import Job
from qianxiao.office.jobs.queries import job_about
from qianxiao.registers.rosters import files, queries
from qianxiao.registers.rosters.models import Import, Line, State, Step, Verdict
from qianxiao.registers.rosters.rules import Rule, rules, rules_of, setting

READ, ACCEPT = "roster.read", "roster.accept"
_LONGEST_NAME = 120


class Refused(Exception):
    """The verb does not fit; the text is a key of words.refusal."""


def _rule(actor: Actor, register: str) -> Rule:
    found = next((rule for rule in rules_of(actor) if rule.register == register), None)
    if found is None:
        raise Refused("register")
    return found


def _hashed(pieces: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece


def bring(actor: Actor, register: str, period: int, name: str, pieces: Iterable[bytes]) -> Import:
    """Keep an uploaded file sealed and have it read. Raises Http404 without the right, Refused, OSError, RingProblem."""
    actor.scope.need(Right.IMPORT)
    rule, post = _rule(actor, register), actor.post
    if post is None:
        raise Http404
    plain = PurePath(name.replace("\\", "/")).name.strip()[-_LONGEST_NAME:]
    if not plain or any(ord(letter) < 32 for letter in plain):
        raise Refused("name")
    if rule.checked and HANDS.get(post.role) != Hand.MAKER:
        raise Refused("maker")
    digest, store = hashlib.sha256(), uuid4()
    size = files.keep(ring(), store, "given", _hashed(pieces, digest))
    try:
        with transaction.atomic():
            made: Import = Import.objects.within(actor.scope).create(
                register=register, period=period, file_name=plain, sha256=digest.hexdigest(), size=size, store=store,
                region=post.home or post.agency.region, org_code=post.institution, by=actor.username,
                by_name=actor.user.full_name if actor.user else "", post=post.pk,
            )  # fmt: skip
            if rule.checked:
                take_file(actor, file_of(made))
            _note(actor, made, "brought", register=register, period=period)
            ask(actor, READ, made.pk, plain)
    except BaseException:
        files.forget(store)
        raise
    return made


def _note(actor: Actor, one: Import, verb: str, **detail: Any) -> None:
    Step.objects.within(actor.scope).create(
        imported=one, verb=verb, detail=detail, region=one.region, org_code=one.org_code, by=actor.username,
        post=actor.post_name, request_id=actor.request_id,
    )  # fmt: skip


def file_of(one: Import) -> str:
    """The reference under which maker and checker take their parts."""
    return f"import:{one.pk}"


def answer(actor: Actor, number: int, line: int, said: str) -> Line:
    """Say of one line whether it is taken in: take, leave, or nothing. Raises Http404, Refused."""
    actor.scope.need(Right.IMPORT)
    if said not in ("take", "leave", ""):
        raise Refused("answer")
    with transaction.atomic():
        one = queries.get_import(actor.scope, number, lock=True)
        if one.state not in (State.READY, State.DONE):
            raise Refused("state")
        found: Line | None = Line.objects.within(actor.scope).filter(imported=one, pk=line).first()
        if found is None:
            raise Refused("answer")
        if one.state == State.DONE and found.verdict not in (Verdict.TWIN, Verdict.MEANWHILE):
            raise Refused("state")
        found.answer = said
        found.save(update_fields=["answer"])
        _note(actor, one, "answered", line=line, answer=said)
    return found


def accept(actor: Actor, number: int, with_new: bool, with_changed: bool) -> Job:
    """Have the chosen rows taken in. Raises Http404; Refused when it is not the turn, or the same hand made the file."""
    actor.scope.need(Right.IMPORT)
    with transaction.atomic():
        one = queries.get_import(actor.scope, number, lock=True)
        rule = rules()[one.register]
        if one.state not in (State.READY, State.DONE):
            raise Refused("state")
        if one.state == State.READY:
            one.with_new, one.with_changed = with_new, with_changed
        if rule.checked:
            _check(actor, one)
        elif not (actor.post and rule.brought_by(actor.post.role)):
            raise Refused("register")
        one.state, one.accepted_by = State.ACCEPTING, actor.username
        one.save(update_fields=["state", "with_new", "with_changed", "accepted_by"])
        _note(actor, one, "accepted", new=one.with_new, changed=one.with_changed)
        return ask(actor, ACCEPT, one.pk, one.file_name)


def _check(actor: Actor, one: Import) -> None:
    """A file about money: somebody else than its maker takes it in."""
    if actor.post is None or HANDS.get(actor.post.role) != Hand.CHECKER:
        raise Refused("checker")
    try:
        take_file(actor, file_of(one))
    except ValidationError:
        raise Refused("checker") from None


def drop(actor: Actor, number: int) -> Import:
    """Give an import up before anything of it was taken in: its lines and files are gone. Raises Http404, Refused."""
    actor.scope.need(Right.IMPORT)
    with transaction.atomic():
        one = queries.get_import(actor.scope, number, lock=True)
        if one.state not in (State.READY, State.REFUSED, State.FAILED):
            raise Refused("state")
        empty(actor, one, State.DROPPED)
    return one


def empty(actor: Actor, one: Import, state: State) -> None:
    """End an import of which nothing was taken in. In the caller's transaction, the row locked."""
    with connection.cursor() as cursor:  # a set, not a million objects collected first
        cursor.execute("DELETE FROM rosters_line WHERE imported_id = %s", [one.pk])
    one.state = state
    one.back = ""
    one.save(update_fields=["state", "back"])
    _note(actor, one, state)
    FileHand.objects.filter(file=file_of(one)).update(open=False)
    transaction.on_commit(partial(files.forget, one.store))  # what is undone must still have its file


def lapse(days: int = 0) -> int:
    """Forget files of imports older than the term, and drop those nobody took in; returns how many. Operator's verb."""
    before = timezone.now() - timedelta(days=days or setting("keep_days"))
    files.sweep()
    with in_scope(whole_scope()) as scope:
        old = list(Import.objects.within(scope).filter(at__lt=before).exclude(state=State.DROPPED))
        for one in old:
            if one.state in (State.READY, State.REFUSED, State.FAILED):
                empty(Actor("operator", scope=scope), one, State.DROPPED)
            transaction.on_commit(partial(files.forget, one.store))
        Import.objects.within(scope).filter(pk__in=[one.pk for one in old]).update(back="")
    return len(old)


def may_accept(actor: Actor, one: Import) -> bool:
    """Whether the page offers to take it in; the verb decides."""
    rule, role = rules()[one.register], actor.post.role if actor.post else ""
    if rule.checked:
        return HANDS.get(role) == Hand.CHECKER and one.by != actor.username
    return rule.brought_by(role)


def cancel(actor: Actor, number: int) -> None:
    """Stop what is being done with an import, or give it up. Raises Http404, Refused."""
    one = queries.get_import(actor.scope, number)
    if one.state not in (State.READING, State.ACCEPTING):
        drop(actor, number)
        return
    job = job_about(actor.scope, READ if one.state == State.READING else ACCEPT, one.pk)
    if job is not None:
        stop(actor, job.pk)
