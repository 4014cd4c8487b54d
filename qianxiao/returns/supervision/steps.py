"""What every verb leaves behind: its step, its row in the access log; and which office of a region a duty goes to."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.office.accounts.models import Agency, Post
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Kind
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.returns.supervision.models import Step

LONGEST = 2000


def words(text: str, least: int = 2) -> str:
    """A text as it is kept. Raises ValidationError where hardly anything is said."""
    told = " ".join(text.split())[:LONGEST]
    if len(told) < least:
        raise ValidationError(_("Please say it in words."))
    return told


def tell(request: HttpRequest, of: str, number: int, region: str, verb: str, note: str = "") -> None:
    """Keep one step and write the access log."""
    told = [(number, region, note)]
    tell_all(request, of, told, verb)


def tell_all(request: HttpRequest, of: str, told: Sequence[tuple[int, str, str]], verb: str) -> None:
    """Keep one step each of (number, region, note) and write one row of the access log."""
    keep(request, of, told, verb)
    record(
        request, f"{of} {told[0][0] if told else 0}", 0, (verb,), f"supervision_{verb}", AccessLog.Kind.CHANGE
    )


def keep(request: HttpRequest, of: str, told: Sequence[tuple[int, str, str]], verb: str) -> None:
    """One step each, where the log is written for something else of the same deed."""
    actor, day, post = actor_of(request), today(), post_name(request)
    Step.objects.within(actor.scope).bulk_create(
        Step(of=of, number=number, region=region, verb=verb, note=note, day=day, by=actor.username, post=post, request_id=actor.request_id)
        for number, region, note in told
    )  # fmt: skip


def steps(scope: Scope, of: str, number: int) -> list[Step]:
    """What happened to one thing, newest first."""
    return list(Step.objects.within(scope).filter(of=of, number=number).order_by("-id")[:50])


def offices(regions: Iterable[str]) -> dict[str, int]:
    """Region → the office there that duties go to: of several the one where somebody works."""
    held = Post.objects.held().filter(agency=OuterRef("pk"))
    rows = Agency.objects.filter(kind=Kind.HR, code="", region__in=set(regions)).annotate(held=Exists(held))
    return {row.region: row.pk for row in rows.order_by("held", "-id")}
