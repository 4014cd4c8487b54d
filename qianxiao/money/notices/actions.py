"""Verbs of notices: put up, read back each day, end, withdraw."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base import workdays
from qianxiao.masterdata.regions.queries import names
from qianxiao.money.notices import queries, rules
from qianxiao.money.notices.lines import Line, digest, masked
from qianxiao.money.notices.models import Notice, NoticeDay, NoticeLine
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record, record_command
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.registers.people.models import Person

_AT_ONCE = 5000


def open_notice(
    request: HttpRequest, kind: str, item: str, county: str, lines: Sequence[Line], title: str = ""
) -> Notice:
    """Put a list up in a county (X-07). One transaction; who put it up is in the log before anybody reads it.

    Raises Http404 without the county in scope, ValidationError when a claim's line is up already or there is none.
    """
    actor = actor_of(request)
    actor.scope.need(Right.NOTICE_KEEP)
    if not lines:
        raise ValidationError(_("There is nobody to put on the list."))
    told, day = rules.kinds()[kind], ymd(today())
    whose = {line.person for line in lines if line.person}
    with transaction.atomic():
        # a trainee may live elsewhere: the generator reads every name, and only masks leave it
        with in_scope(whole_scope()) as whole:
            rows = Person.objects.within(whole).filter(pk__in=whose).values_list("pk", "name", "id_mask")
            people = {pk: (name, number) for pk, name, number in rows}
        towns = names({line.place[: rules.place_digits()] for line in lines})
        texts = masked(told, lines, people, towns)
        if queries.states(actor.scope, [line.claim for line in lines]):
            raise ValidationError(_("Some of these lines are on a list already."))
        term = rules.term(kind, county, day)
        one: Notice = Notice.objects.within(actor.scope).create(
            region=county, kind=kind, item=item, title=title, opened_on=day, term=term, due_on=workdays.after(day, term),
            lines_told=len(lines), amount=sum(line.amount for line in lines), opened_by=actor.username,
            digest=digest((at, text.name, text.id_mask, text.place, text.amount) for at, text in enumerate(texts, 1)),
        )  # fmt: skip
        NoticeLine.objects.within(actor.scope).bulk_create(
            [
                NoticeLine(notice=one, number=at, region=county, claim=line.claim, person_id=line.person, name=text.name,
                           id_mask=text.id_mask, place=text.place, amount=text.amount)
                for at, (line, text) in enumerate(zip(lines, texts, strict=True), 1)
            ],
            batch_size=_AT_ONCE,
        )  # fmt: skip
        record(request, f"notice {one.pk}", len(whose), ("name", "id_no"), "notice_opened", AccessLog.Kind.CHANGE,
               [str(person) for person in sorted(whose)] if len(whose) <= 100 else ())  # fmt: skip
    return one


def withdraw(request: HttpRequest, number: int, reason: str) -> Notice:
    """Take a list down at once because it should not have been up; its lines may be put up anew.

    Raises Http404, ValidationError when it is no longer up or no reason is given.
    """
    actor, why = actor_of(request), " ".join(reason.split())[:500]
    actor.scope.need(Right.NOTICE_KEEP)
    if len(why) < 2:
        raise ValidationError(_("Please say why."))
    with transaction.atomic():
        one = queries.notice_of(actor.scope, number, lock=True)
        if one.state != "showing":
            raise ValidationError(_("This list is no longer up."))
        one.state, one.withdrawn_by, one.reason, one.ended_on = "withdrawn", actor.username, why, ymd(today())
        one.save(update_fields=["state", "withdrawn_by", "reason", "ended_on"])
        NoticeLine.objects.within(actor.scope).filter(notice=one).update(state="withdrawn")
        record(
            request, f"notice {one.pk}", one.lines_told, ("state",), "notice_withdrawn", AccessLog.Kind.CHANGE
        )
    return one


def read_all(day: int) -> int:
    """Read every list that is up back as the public reads it, and end those that were up long enough. The worker's verb.

    Only days on which it was read back count: a day the system was away makes the term a day longer. Returns how many
    lists ended. Read again on the same day it does nothing.
    """
    over = 0
    with transaction.atomic(), in_scope(whole_scope()) as scope:
        for one in queries.unread(scope, day).select_for_update(skip_locked=True).order_by("pk"):
            found = queries.read_back(scope, one.pk)
            NoticeDay.objects.within(scope).create(notice=one, region=one.region, day=day, digest=found)
            if (
                found != one.digest
            ):  # somebody changed what was put up: it neither ends nor counts until a person looks
                continue
            up = {seen.day for seen in queries.days_of(scope, one) if seen.digest == one.digest}
            if sum(workdays.works(seen) for seen in up if seen > one.opened_on) >= one.term:
                one.state, one.ended_on = "ended", day
                one.save(update_fields=["state", "ended_on"])
                NoticeLine.objects.within(scope).filter(notice=one, state="showing").update(state="clear")
                record_command("worker", AccessLog.Kind.CHANGE, f"notice {one.pk} ended", one.lines_told)
                over += 1
    return over
