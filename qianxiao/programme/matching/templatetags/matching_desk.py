"""Visits and duties about the people of a household on its page: the registers stand on a lower floor (B14)."""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Library

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.programme.matching import words
from qianxiao.programme.matching.queries_people import about_people
from qianxiao.registers.households.models import MemberVersion

register = Library()


@register.inclusion_tag("matching/of_household.html", takes_context=True)
def desk_of_household(context: Context, members: Iterable[MemberVersion]) -> dict[str, Any]:
    """Doubts about its members, who was sent to look, by when, and what was found."""
    scope, told = scope_of(context["request"]), list(members)
    by_number = {one.number: one for one in told}
    asked = about_people(scope, list(by_number))
    return {
        "lines": [
            (one, by_number[one.doubt.person_no], words.verb_said(one.doubt.state), _said(one))
            for one in asked
        ],
        "may_review": scope.may(Right.REVIEW),
        "may_see": scope.may(Right.REVIEW) or scope.may(Right.VISIT),
        "may_duties": scope.may(Right.DUTIES),
        "request": context["request"],
    }


def _said(one: Any) -> list[tuple[Any, str, str]]:
    """Rulings with their verb and reason in words."""
    return [(line, words.verb_said(line.verb), words.reason_said(line.reason)) for line in one.rulings]
