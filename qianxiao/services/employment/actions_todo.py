"""Verbs of questions: make them from the comparison and from old confirmations, answer them one click each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.models import Agency
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.asked import Seen, Wish, ask, settle
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.office.lists.batch import Outcome, found_of
from qianxiao.services.employment import comparing, parameters, queries_todo
from qianxiao.services.employment.actions import say
from qianxiao.services.employment.applying import whole
from qianxiao.services.employment.models import FACTS, Change, Record, Todo

SQL = Path(__file__).parent / "sql"
DUTY = "platform_quarter"
VERBS = ("confirm", "take", "unreached")
Made = tuple[int, int]  # rows of the file or records looked at, questions made


def compare(request: HttpRequest) -> Made:
    """The quarter's comparison for the records of the own place; the county owes the look-up from now on.

    Returns rows of the file and new questions; the same file again makes none. Raises Http404, RingProblem, Tampered.
    """
    actor = actor_of(request)
    actor.scope.need(Right.EMPLOY)
    on = today()
    quarter = (on.month - 1) // 3 + 1
    period, due = on.year * 100 + quarter * 3 - 2, parameters.quarter_due(on.year, quarter)
    with transaction.atomic(), because("employment compare", actor.username, request):
        rows = comparing.stage(on.year * 100 + on.month)
        with in_scope(whole_scope()):
            made = comparing.compare(period, ymd(on), due, *span(actor.post.home if actor.post else ""))
        if made and actor.post is not None and (seat := _office(actor.post.home)) is not None:
            with in_scope(whole_scope()):
                ask(
                    actor,
                    DUTY,
                    period,
                    [Wish(agency=seat, subject=actor.post.home, page="employment-compare")],
                )
        record(
            request,
            f"employment compare {period}",
            rows,
            ("id_no", "employer"),
            "employment_run",
            AccessLog.Kind.CHANGE,
        )
    return rows, made


def _office(region: str) -> int | None:
    found = Agency.objects.filter(kind="hr", region=region[:6]).order_by("pk").first()
    return found.pk if found else None


def calls(request: HttpRequest) -> Made:
    """The month's calls of the own place: whose confirmation is older than the parameter. Twice a month makes none."""
    actor = actor_of(request)
    actor.scope.need(Right.EMPLOY)
    home = actor.post.home if actor.post else ""
    on, (lo, hi) = today(), span(home)
    told: dict[str, Any] = {
        "period": on.year * 100 + on.month, "before": parameters.before(ymd(on), parameters.days("call", ymd(on), home)), "lo": lo, "hi": hi,
        "due": parameters.month_end(ymd(on)),
    }  # fmt: skip
    with (
        transaction.atomic(),
        because("employment calls", actor.username, request),
        connection.cursor() as cursor,
    ):
        cursor.execute((SQL / "calls.sql").read_text(encoding="utf-8"), told)
        made = int(cursor.rowcount)
        record(
            request,
            f"employment calls {told['period']}",
            made,
            ("name",),
            "employment_run",
            AccessLog.Kind.CHANGE,
        )
    return made, made


def answer(request: HttpRequest, keys: Sequence[int], verb: str, way: str = "phone") -> Outcome:
    """Answer questions: confirm what stands there, take what is proposed, or write a vain attempt down.

    Each is done or refused with why. After the attempts of the parameter the person counts as unreachable and the
    question is closed. Raises Http404 for no verb.
    """
    actor = actor_of(request)
    actor.scope.need(Right.EMPLOY)
    if verb not in VERBS:
        raise Http404
    result = Outcome()
    with transaction.atomic():
        rows = found_of(list(keys), queries_todo.mine(actor.scope), result)
        people = {
            one.pk: one
            for one in Record.objects.within(actor.scope).filter(pk__in=[row.record_id for row in rows])
        }
        for row in rows:
            why = _refused(row, verb)
            if why:
                result.refused.append((row, why))
                continue
            _do(request, actor, row, people[row.record_id], verb, way)
            result.done.append(row)
        _emptied(actor, rows)
    return result


def _refused(row: Todo, verb: str) -> str:
    """Why a question cannot be answered so; '' when it can."""
    if row.answer:
        return _("Somebody has answered meanwhile; please read it anew.")
    if verb == "take" and not row.facts:
        return _("Nothing is proposed here: please say what changed.")
    if verb == "unreached" and ymd(today()) in row.tries:
        return _("Today's attempt stands there already.")
    return ""


def _do(request: HttpRequest, actor: Actor, row: Todo, one: Record, verb: str, way: str) -> None:
    if verb == "unreached":
        _tried(request, actor, row, one)
        return
    facts = whole(row.facts) if verb == "take" else {name: getattr(one, name) for name in FACTS}
    source = (
        "insurance"
        if row.kind == "compare" and verb == "take"
        else "call"
        if row.kind == "call"
        else "office"
    )
    try:
        say(request, actor, one, facts, "compare" if verb == "take" else way, source=source)
    except ValidationError as error:
        raise Http404 from error


def _tried(request: HttpRequest, actor: Actor, row: Todo, one: Record) -> None:
    """One more dated attempt; with the last one the person counts as unreachable from today on."""
    on = ymd(today())
    row.tries = [*row.tries, on]
    over = len(row.tries) >= parameters.attempts(on, row.region)
    if over:
        row.answer, row.by, row.day = "unreached", actor.username, on
    row.save(update_fields=["tries", "answer", "by", "day"])
    if over:
        Record.objects.within(actor.scope).filter(pk=one.pk).update(unreached=on)
    Change.objects.within(actor.scope).create(
        record=one, person_id=one.person_id, kind="unreached", now={"tries": len(row.tries)}, way="phone", source=row.kind if row.kind == "call" else "insurance",
        owner_before=one.region, owner_after=one.region, day=on, by=actor.username, post=post_name(request), request_id=actor.request_id,
    )  # fmt: skip
    record(
        request,
        f"employment {one.pk}",
        1,
        ("state",),
        "employment_tried",
        AccessLog.Kind.CHANGE,
        [str(one.person_id)],
    )


def _emptied(actor: Actor, rows: Sequence[Todo]) -> None:
    """The duty of the quarter is fulfilled once its list is empty."""
    for period in {row.period for row in rows if row.kind == "compare"}:
        if (
            actor.post is None
            or queries_todo.mine(actor.scope).filter(kind="compare", period=period, answer="").exists()
        ):
            continue
        done = queries_todo.mine(actor.scope).filter(kind="compare", period=period).count()
        with in_scope(whole_scope()):
            settle(actor, DUTY, period, [Seen(subject=actor.post.home, evidence=str(done))])
