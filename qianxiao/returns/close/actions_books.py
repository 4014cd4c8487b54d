"""Verbs of the month's books: put a difference on somebody, explain it, sign, give back; the last signature freezes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import NATION, span
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.asked import Seen, settle
from qianxiao.returns.close import books, queries_books
from qianxiao.returns.close.actions import RECONCILED, freeze_close
from qianxiao.returns.close.models import BookStep, Close, Difference, Signature
from qianxiao.returns.close.signing import seal

LONGEST = 500


def _reason(text: str) -> str:
    told = " ".join(text.split())[:LONGEST]
    if len(told) < 2:
        raise ValidationError(_("Please say why."))
    return told


def _open_month(period: int) -> Close:
    """The month, locked so that nobody freezes it meanwhile. Raises Http404, ValidationError once it is frozen."""
    close = Close.objects.select_for_update().filter(period=period).first()
    if close is None:
        raise Http404
    if close.state == Close.State.FROZEN:
        raise ValidationError(_("This month is frozen; what changes now belongs to the open month."))
    return close


def _unsigned(actor: Actor, period: int, county: str) -> None:
    """Raise ValidationError while the county's signature stands: what was signed does not change under it."""
    last = queries_books.last_signatures(actor.scope, period, *span(county)).get(county)
    if last is not None and last.verb == Signature.SIGNED:
        raise ValidationError(
            _("The county has signed this month; the tier above has to give it back first.")
        )


def _say(request: HttpRequest, actor: Actor, rows: "QuerySet[Difference]", step: BookStep) -> int:
    """Change differences, and write down who did it and why: one line for the step, one in the trail."""
    state = {"explained": Difference.EXPLAINED, "resolved": Difference.RESOLVED}.get(step.verb)
    change: dict[str, object] = {"assigned": step.cause} if step.verb == "assigned" else {"state": state, "cause": step.cause, "words": step.reason}  # fmt: skip
    step.n = rows.update(**change, by=actor.username, at=timezone.now())
    if not step.n:
        raise ValidationError(_("There is nothing left to explain here."))
    step.by, step.post, step.request_id = actor.username, post_name(request), actor.request_id
    step.save()
    subject = f"books {step.period} {step.region} {step.kind}"
    record(request, subject, step.n, ("difference",), f"books_{step.verb}", AccessLog.Kind.CHANGE)
    return step.n


def _check(kind: str, verb: str, cause: str) -> None:
    if verb not in ("explained", "resolved"):
        raise Http404
    if cause not in dict(books.causes(kind)):
        raise ValidationError(_("This cause does not fit this kind of difference."))


def explain(request: HttpRequest, period: int, row: int, verb: str, cause: str, reason: str) -> int:
    """Say of one difference why it is there (explained), or that it was set right at its source (resolved).

    Raises Http404 out of scope, ValidationError without a reason, after the county signed, in a frozen month.
    """
    actor = actor_of(request)
    actor.scope.need(Right.BOOK_KEEP)
    with transaction.atomic():
        _open_month(period)
        one = queries_books.difference_of(actor.scope, period, row, lock=True)
        _unsigned(actor, period, one.region)
        _check(one.kind, verb, cause)
        rows = queries_books.differences(actor.scope, period, one.region).filter(row=row)
        step = BookStep(
            period=period,
            region=one.region,
            verb=verb,
            kind=one.kind,
            row=row,
            cause=cause,
            reason=_reason(reason),
        )
        return _say(request, actor, rows, step)


def explain_all(request: HttpRequest, period: int, region: str, kind: str, cause: str, reason: str) -> int:
    """Explain all open differences of one class of a county at once. Returns how many. Raises as `explain`."""
    actor = actor_of(request)
    actor.scope.need(Right.BOOK_KEEP)
    with transaction.atomic():
        _open_month(period)
        rows = queries_books.differences(actor.scope, period, region).filter(kind=kind, state=Difference.OPEN)
        _unsigned(actor, period, region)
        _check(kind, "explained", cause)
        step = BookStep(
            period=period, region=region, verb="explained", kind=kind, cause=cause, reason=_reason(reason)
        )
        return _say(request, actor, rows, step)


def assign(request: HttpRequest, period: int, row: int, username: str) -> int:
    """Put a difference on one of the county's officers. Raises Http404 for anybody else, ValidationError as `explain`."""
    actor = actor_of(request)
    actor.scope.need(Right.BOOK_KEEP)
    with transaction.atomic():
        _open_month(period)
        one = queries_books.difference_of(actor.scope, period, row, lock=True)
        _unsigned(actor, period, one.region)
        known = dict(queries_books.helpers(actor.scope, one.region))
        if username not in known:
            raise Http404
        rows = queries_books.differences(actor.scope, period, one.region).filter(row=row)
        step = BookStep(
            period=period,
            region=one.region,
            verb="assigned",
            kind=one.kind,
            row=row,
            cause=username,
            reason=known[username],
        )
        return _say(request, actor, rows, step)


def sign(request: HttpRequest, period: int, region: str) -> Signature:
    """Sign a unit's month. Raises Http404 for another unit, ValidationError while something stands before it.

    The county's signature fulfils its reconciliation; the nation's freezes the month.
    """
    actor = actor_of(request)
    actor.scope.need(Right.BOOK_SIGN)
    if actor.post is None or actor.post.home != region:
        raise Http404
    with transaction.atomic():
        _open_month(period)
        unit = queries_books.units(actor.scope, period, region)[region]
        if trouble := before_signing(actor, period, unit):
            raise ValidationError(trouble)
        one = _write(
            request, actor, period, region, Signature.SIGNED, queries_books.body(actor.scope, period, region)
        )
        if books.level(region) == queries_books.COUNTY:
            seen = Seen("", "", f"{period // 100}-{period % 100:02d} 已签章，{one.hash[:12]}", *span(region))
            settle(Actor(actor.username, scope=actor.scope), RECONCILED, period, [seen])
        if region == NATION:
            freeze_close(period, actor.username)
    return one


def before_signing(actor: Actor, period: int, unit: queries_books.Unit) -> str:
    """What stands before a unit's signature, in the reader's words; '' when nothing does."""
    if unit.signed:
        return _("This unit has signed already.")
    if unit.open:
        return _("Differences are left that nobody has explained.")
    if unit.below_signed < len(unit.below):
        return _("Units below have not signed yet.")
    if queries_books.spoke(actor.scope, period, unit.region, actor.username):
        return _("You explained differences here: somebody else signs.")
    return ""


def give_back(request: HttpRequest, period: int, region: str, reason: str) -> Signature:
    """Give a signed month back to a unit directly below the own one (19-16-01); never two tiers at once, never unsaid.

    Raises Http404 for a unit elsewhere, ValidationError where nothing is signed or the own signature stands above it.
    """
    actor = actor_of(request)
    actor.scope.need(Right.BOOK_SIGN)
    own = actor.post.home if actor.post else ""
    if not own or books.above(region) != own:
        raise Http404
    with transaction.atomic():
        _open_month(period)
        units = queries_books.units(actor.scope, period, own)
        if region not in units:
            raise Http404
        if not units[region].signed:
            raise ValidationError(_("This unit has not signed."))
        if units[own].signed:
            raise ValidationError(
                _("Your own signature stands above it: it has to be given back to you first.")
            )
        return _write(request, actor, period, region, Signature.RETURNED, {}, _reason(reason))


def _write(
    request: HttpRequest,
    actor: Actor,
    period: int,
    region: str,
    verb: str,
    body: dict[str, object],
    reason: str = "",
) -> Signature:
    """Seal a signature or a return, keep it, and put its hash into the trail, which has a chain of its own."""
    last = queries_books.last_signatures(actor.scope, period, *span(region)).get(region)
    one = Signature(
        period=period, region=region, level=books.level(region) or 0, verb=verb, reason=reason, by=actor.username, post=post_name(request),
        request_id=actor.request_id, at=timezone.now(), body={**body, "period": period, "region": region, "before": last.hash if last else ""},
    )  # fmt: skip
    seal(one)
    # the one way into the table that knows its scope
    Signature.objects.within(actor.scope).bulk_create([one])
    record(
        request,
        f"signature {period} {region} {one.hash[:32]}",
        0,
        ("figures",),
        f"books_{verb}",
        AccessLog.Kind.CHANGE,
    )
    return one
