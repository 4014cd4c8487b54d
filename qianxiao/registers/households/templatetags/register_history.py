"""A person's place in the register on the person's own page: household, labels on a day, every version (B09, X-13)."""

from typing import Any

from django.template import Context, Library

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.scope import scope_of
from qianxiao.registers.households import history, labels, queries
from qianxiao.registers.people.models import Person

register = Library()


@register.inclusion_tag("households/of_person.html", takes_context=True)
def history_of_person(context: Context, person: Person) -> dict[str, Any]:
    """Household, labels of the newest month and history of a person in the scope of the request."""
    scope = scope_of(context["request"])
    versions = queries.of_person(scope, person.id)
    months = {one.period: one for one in queries.months()}
    homes = queries.numbers(scope, {one.household_id for one in versions})
    places = names({code for one in versions for code in (one.home, one.home[:6], one.home[:9])})
    newest = versions[0] if versions else None
    household = newest.__dict__.get("seen_household") if newest else None
    day = max(months, default=0) * 100 + 31
    return {
        "person": person,
        "newest": newest,
        "household": household,
        "labels": labels.labels(household, day, "person") if household else [],
        "lines": history.of_member(versions, months, places, homes),
        "request": context["request"],
    }
