"""Tests look at a table as the operator does, and serve pages under the role that pages work under."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import QuerySet

APP_ROLE = "qianxiao_app"


def all_rows(model: Any) -> "QuerySet[Any]":
    """Every row of a table, as far as the transaction's scope reaches."""
    from qianxiao.office.accounts.scope import whole_scope

    return model.objects.within(whole_scope()) if hasattr(model, "seen_by") else model.objects.all()


@contextmanager
def as_pages_do() -> Iterator[None]:
    """In the test's transaction: the pages' database role, every region in view between two requests."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
        yield
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


@contextmanager
def as_owner() -> Iterator[Any]:
    """A cursor of the operator inside a test that looks as pages do; constraints are checked at once."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; SET CONSTRAINTS ALL IMMEDIATE")
        yield cursor
        if not connection.needs_rollback:
            cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
