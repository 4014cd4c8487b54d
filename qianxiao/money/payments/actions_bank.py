"""Verbs of finance towards the bank: take a statement, ask, order the same batch once more, close a day."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.payments import reconciling, sending, words
from qianxiao.money.payments.actions import named, trail, ymd
from qianxiao.money.payments.actions_cases import ask_about
from qianxiao.money.payments.bank import Bank, NoAnswer, NotReady, bank
from qianxiao.money.payments.bankfiles import Unreadable
from qianxiao.money.payments.models import Batch, Day, StatementLine
from qianxiao.money.payments.queries import batch_of
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog


def _payer(request: HttpRequest, county: str) -> Actor:
    actor = actor_of(request)
    actor.scope.need(Right.PAY)
    actor.inside(county)
    return actor


def take_statement(request: HttpRequest, county: str, data: bytes) -> reconciling.Read:
    """Take a statement in that somebody brought. Raises Http404, ValidationError with what is wrong with the file."""
    actor = _payer(request, county)
    try:
        with transaction.atomic():
            read = reconciling.take(data, county, reconciling.lead(county), actor.username)
            trail(request, actor, f"statement {county}", [], "payments_statement")
    except Unreadable as error:
        raise ValidationError(words.file_fault(str(error))) from error
    return read


def fetch(bank: Bank, county: str, day: int, form: str = "fixed") -> reconciling.Read | str:
    """Get and take the statement of a day, for a worker; or why it could not be: silent, not_ready, or the file's fault.

    A file that is broken is asked about and fetched again another time; nothing of it is believed.
    """
    try:
        data = bank.statement(county, day, form)
        return reconciling.take(data, county, day, sending.BANK)
    except NoAnswer:
        return "silent"
    except NotReady:
        return "not_ready"
    except Unreadable as error:
        with in_scope(whole_scope()):
            ask_about(county, "file", f"{day}", day, str(error))
        return str(error)


def send_again(request: HttpRequest, number: int, bank: Bank) -> str:
    """Order the same batch to be handed over once more. Raises Http404, ValidationError unless the bank knows nothing of it."""
    actor = actor_of(request)
    actor.scope.need(Right.PAY)
    one = batch_of(actor.scope, number)
    with in_scope(actor.scope):
        trail(request, actor, f"batch {one.number}", [], "payments_sent_again")
    said = sending.send_again(bank, one.pk)
    if said in ("known", "silent", "busy", "moved"):
        raise ValidationError(words.again(said))
    return said


def close_day(request: HttpRequest, county: str, day: int) -> Day:
    """Close a day: only when book and bank agree to the fen. Raises Http404, ValidationError with both sums."""
    actor = _payer(request, county)
    with in_scope(actor.scope) as scope, named(actor.username):
        if StatementLine.objects.within(scope).filter(region=county, day__gt=day).exists():
            raise ValidationError(_("Movements of later days were taken in; close the newest day."))
        if day > ymd() or Batch.objects.within(scope).filter(region=county, state="sending").exists():
            raise ValidationError(_("A batch is under way; close the day when the bank has answered."))
        book, told = reconciling.book_of(county), reconciling.bank_of(county)
        if book != told:
            raise ValidationError(words.difference(book, told))
        try:
            with transaction.atomic():
                made: Day = Day.objects.within(scope).create(
                    region=county, day=day, book=book, bank=told, by=actor.username
                )
        except IntegrityError as error:
            raise ValidationError(_("This day was closed already.")) from error
        trail(request, actor, f"day {county} {day}", [], "payments_day_closed")
    return made


def carry(request: HttpRequest, number: int, form: str) -> bytes:
    """The file of a released batch for somebody who carries it to the bank: sent and accepted from now on.

    Taken again it is the same file. Raises Http404, ValidationError, StoreAway.
    """
    actor = actor_of(request)
    actor.scope.need(Right.PAY)
    one = batch_of(actor.scope, number)
    if bank() is not None or one.state not in ("released", "accepted", "unknown"):
        raise ValidationError(_("This batch is not carried by hand."))
    record(
        request, f"batch {one.number}", one.lines, ("name", "account"), "payment-batch", AccessLog.Kind.EXPORT
    )
    data = sending.carried(one.pk, form)
    if data is None:
        raise ValidationError(
            _("A payment of this batch was stopped or its account changed; it has to be released anew.")
        )
    return data


def fetch_new(request: HttpRequest, county: str) -> reconciling.Read:
    """Get the statements that are not there yet and take them in, the oldest first. Raises Http404, ValidationError.

    What was paid yesterday stands in yesterday's statement: today's alone would call it missing.
    """
    actor, wire = _payer(request, county), bank(sending.seconds())
    if wire is None:
        raise ValidationError(words.again("silent"))
    with in_scope(actor.scope):
        trail(request, actor, f"statement {county}", [], "payments_statement")
        days = reconciling.days_lacking(county, ymd())
    found = reconciling.Read()
    for day in days:
        told = fetch(wire, county, day)
        if isinstance(told, str):
            raise ValidationError(
                words.again("silent") if told in ("silent", "not_ready") else words.file_fault(told)
            )
        found.new, found.known = found.new + told.new, found.known + told.known
    return found
