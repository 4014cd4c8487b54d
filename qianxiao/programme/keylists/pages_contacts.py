"""The page of visitors who want to hear from the own school."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.programme.keylists import contacts as verbs
from qianxiao.programme.keylists import queries
from qianxiao.registers.schools import words


@opens(Right.KEY_APPLY)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Newest first, those without an answer before the others."""
    return _contacts(request)


def _contacts(request: HttpRequest, refused: str = "", opened: dict[UUID, str] | None = None) -> HttpResponse:
    scope = scope_of(request)
    rows = list(queries.contacts(scope).order_by("answered_at", "-at")[:200])
    record(request, scope.institution, len(rows), ("name",), "contacts", whose=[str(row.pk) for row in rows])
    told = [(row, words.major(row.major), (opened or {}).get(row.pk, row.phone_mask)) for row in rows]
    shown = {"rows": told, "refused": refused, "open": sum(row.answered_at is None for row in rows)}
    return render(request, "keylists/contacts.html", shown, status=422 if refused else 200)


@opens(Right.KEY_APPLY)
@require_POST
def contact(request: HttpRequest, contact: UUID) -> HttpResponse:
    """Show a number in full, or say what came of the call."""
    if not queries.contacts(scope_of(request)).filter(pk=contact).exists():
        raise Http404
    if request.POST.get("act") == "number":
        return _contacts(request, opened={contact: verbs.number_of(request, contact)})
    try:
        verbs.settle(request, contact, request.POST.get("outcome", ""))
    except ValidationError as error:
        return _contacts(request, " ".join(error.messages))
    return redirect("key-contacts")
