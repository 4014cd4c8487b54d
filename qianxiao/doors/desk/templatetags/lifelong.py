"""The life-long file on the page of a person, which stands on a lower floor and cannot ask for it itself (19-09-01)."""

from collections.abc import Iterable
from typing import Any

from django.template import Library

from qianxiao.doors.desk import lifelong
from qianxiao.registers.people.models import Person

register = Library()


@register.inclusion_tag("desk/part/life.html")
def life_of_person(person: Person, others: Iterable[Person]) -> dict[str, Any]:
    """Everything the person and the records taken for the same person were given."""
    return {"lines": lifelong.life_of([person.pk, *(one.pk for one in others)])}
