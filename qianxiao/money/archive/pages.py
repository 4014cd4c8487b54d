"""One click prints a file: of a claim, of one of its lines, of a class; and a notice for the board. It is in the log before it exists (X-12)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.money.archive import board as boards
from qianxiao.money.archive import claims, classes
from qianxiao.money.archive.paper import Paper
from qianxiao.money.claims import queries
from qianxiao.money.notices import queries as notices
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.exports.limits import limit
from qianxiao.services.training import queries as training

_FIELDS = ("name", "id_mask", "amount", "checks")


def _printed(request: HttpRequest) -> str:
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return _("Printed by %(who)s, %(post)s, %(at)s") % {
        "who": request.user.get_username(),
        "post": post_name(request),
        "at": now,
    }


def _sent(paper: Paper | bytes, name: str) -> HttpResponse:
    made = paper if isinstance(paper, bytes) else paper.pdf()
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@opens(Right.ENTITLEMENTS)
@require_safe
def claim_file(request: HttpRequest, number: int) -> HttpResponse:
    """The file of a claim."""
    scope = scope_of(request)
    one = queries.get(scope, number)
    whose = [str(person) for person in queries.lines(scope, one).values_list("person_id", flat=True)]
    record(
        request,
        one.claim_no,
        len(whose),
        _FIELDS,
        "archive",
        AccessLog.Kind.EXPORT,
        whose if len(whose) <= limit("people_alone") else (),
    )
    return _sent(claims.of_claim(scope, one, _printed(request)), one.claim_no)


@opens(Right.ENTITLEMENTS)
@require_safe
def claim_line_file(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """The file of one person's part of a claim."""
    scope = scope_of(request)
    one = queries.get(scope, number)
    row = queries.line(scope, one, line)
    record(request, row.reference, 1, _FIELDS, "archive", AccessLog.Kind.EXPORT, [str(row.person_id)])
    return _sent(claims.of_line(scope, one, row, _printed(request)), f"{one.claim_no}-{row.number}")


@opens(Right.CLASSES)
@require_safe
def class_file(request: HttpRequest, number: int) -> HttpResponse:
    """The file of a training class."""
    scope = scope_of(request)
    one = training.class_of(scope, number)
    people = training.roster(scope, one, gone=True)
    record(
        request,
        one.class_no,
        len(people),
        ("name", "id_mask"),
        "archive",
        AccessLog.Kind.EXPORT,
        [str(row.person_id) for row in people],
    )
    return _sent(classes.of_class(scope, one, people, _printed(request)), one.class_no)


@opens(Right.NOTICES)
@require_safe
def board(request: HttpRequest, number: int) -> HttpResponse:
    """A notice as it is pinned to the boards of its villages; only what is up (X-07)."""
    scope = scope_of(request)
    one = notices.notice_of(scope, number)
    if one.state != "showing":
        raise Http404
    whose = list(notices.lines_of(scope, number).exclude(person=None).values_list("person_id", flat=True))
    named = [str(person) for person in whose] if len(whose) <= limit("people_alone") else []
    record(
        request, f"notice {one.pk}", len(whose), ("name", "amount"), "archive", AccessLog.Kind.EXPORT, named
    )
    return _sent(boards.of_notice(scope, one, _printed(request)), f"notice-{one.pk}")
