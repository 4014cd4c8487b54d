"""Free services a household was given, on its page (19-11-01)."""

from typing import Any

from django.template import Context, Library

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.registers.households.models import Household
from qianxiao.services.outreach import queries, rules

register = Library()


@register.inclusion_tag("outreach/of_household.html", takes_context=True)
def services_of_household(context: Context, household: Household) -> dict[str, Any]:
    """What was done for it and its people, newest first; the page has written the look down."""
    scope = scope_of(context["request"])
    return {
        "household": household,
        "lines": [(one, rules.said(one.kind)) for one in queries.of_household(scope, household.pk)],
        "may_write": scope.may(Right.OUTREACH) and household.present,
        "may_withdraw": scope.may(Right.OUTREACH),
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
