"""Scoped reads of questions: the list of a kind, one of them, counts."""

from django.db.models import Count, QuerySet

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.services.employment.models import Todo


def todos(scope: Scope, kind: str) -> "QuerySet[Todo]":
    """Questions of a kind about the records that the scope owns."""
    scope.need(Right.EMPLOYMENT)
    rows: QuerySet[Todo] = Todo.objects.within(scope).filter(kind=kind).select_related("record")
    return rows


def mine(scope: Scope) -> "QuerySet[Todo]":
    """All of them."""
    rows: QuerySet[Todo] = Todo.objects.within(scope)
    return rows


def todo_of(scope: Scope, number: int) -> Todo:
    """One of them. Raises Http404 out of scope."""
    scope.need(Right.EMPLOYMENT)
    found: Todo = the_one(mine(scope).select_related("record"), number)
    return found


def by_answer(scope: Scope, kind: str) -> dict[str, int]:
    """How many there are with each answer; 'open' for those that wait."""
    counted = dict(todos(scope, kind).order_by().values_list("answer").annotate(n=Count("id")))
    return {"open": counted.pop("", 0), **counted}


def open_of(scope: Scope, record: int) -> list[Todo]:
    """Open questions about a record."""
    return list(mine(scope).filter(record=record, answer="").order_by("due", "id"))


def names(scope: Scope, rows: list[Todo]) -> dict[int, str]:
    """Question → name of the person; also of those whose record has gone to another county with the answer."""
    found = mine(scope).filter(pk__in=[row.pk for row in rows]).values_list("pk", "record__name")
    return dict(found)
