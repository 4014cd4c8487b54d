"""Questions between the book and the bank: asked once, closed by a person with a reason."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.money.payments.actions import reason_of, trail
from qianxiao.money.payments.models import Case, Line
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one


def ask_about(
    region: str, kind: str, about: str, day: int, said: str = "", line: Line | None = None, amount: int = 0
) -> None:
    """Open a question unless it was asked before. amount: fen by which the bank stands above the book."""
    Case.objects.within(whole_scope()).get_or_create(
        region=region, kind=kind, about=about,
        defaults={"day": day, "said": said[:200], "line": line, "payment_id": line.payment_id if line else None, "amount": amount},
    )  # fmt: skip


def close_case(request: HttpRequest, number: int, reason: str) -> Case:
    """Close a question; a difference in money is closed by the bank's own correction only. Raises Http404, ValidationError."""
    actor, why = actor_of(request), reason_of(reason)
    actor.scope.need(Right.PAY)
    with in_scope(actor.scope) as scope:
        one: Case = the_one(Case.objects.within(scope), number, lock=True)
        if one.state != "open":
            raise ValidationError(_("This question was closed already."))
        if one.amount:
            raise ValidationError(
                _("The bank has to correct this amount first; the day does not close before.")
            )
        one.state, one.closed_by, one.reason, one.closed_at = "closed", actor.username, why, timezone.now()
        one.save(update_fields=["state", "closed_by", "reason", "closed_at"])
        trail(request, actor, f"case {one.pk}", [one.payment] if one.payment else [], "payments_case_closed")
    return one
