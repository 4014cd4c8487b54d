"""What a person is due and has had, on pages of lower floors that cannot ask."""

from typing import Any

from django.template import Context, Library

from qianxiao.money.entitlements import queries, words
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.registers.people.models import Person

register = Library()


@register.inclusion_tag("entitlements/of_person.html", takes_context=True)
def money_of_person(context: Context, person: Person) -> dict[str, Any]:
    """Rows of a person that were ever met or are not known; the page has written the look down."""
    scope = scope_of(context["request"])
    rows = queries.of_person(scope, person.pk) if scope.may(Right.ENTITLEMENTS) else []
    lines = [
        (one, words.item(one.item), words.when(one), words.STATES[one.state], words.TONES.get(one.state, ""))
        for one in rows
        if one.verdict != "not_due"
    ]
    return {"lines": lines, "person": person}
