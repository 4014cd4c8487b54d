"""Reads of the access log. Who may ask is decided by the pages: the log itself has no region."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from qianxiao.office.audit.chain import COVERED, stamp
from qianxiao.office.audit.models import AccessLog

PAGE = 100


def rows() -> "QuerySet[AccessLog]":
    """Every row."""
    return AccessLog.objects.all()


def looks_at(persons: list[str], most: int = PAGE) -> list[AccessLog]:
    """The newest looks at any of these numbers of one person, lists included."""
    rows = AccessLog.objects.filter(whose__overlap=persons)
    return list(rows.order_by("-at", "-id")[:most])


def exported(month: int | None = None) -> Iterator[dict[str, Any]]:
    """Every row with its link, stream by stream in order: what the verifier reads."""
    rows = AccessLog.objects.order_by("month", "stream", "seq")
    if month is not None:
        rows = rows.filter(month=month)
    for row in rows.values(*COVERED, "hash").iterator(chunk_size=5000):
        yield {**row, "at": stamp(row["at"]), "written": stamp(row["written"])}


def changes(table: str, column: str, value: Any) -> list[dict[str, Any]]:
    """History rows of a tracked table, newest first: what stood there before each change, and who, why, when.

    table: the event table of a tracked model, named by the caller's own code.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM {connection.ops.quote_name(table)}"
            f" WHERE {connection.ops.quote_name(column)} = %s ORDER BY pgh_id DESC LIMIT %s",
            [value, PAGE],
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    # the driver hands JSON over as text here, so that models can choose their own decoder
    return [{**row, "pgh_context": json.loads(row["pgh_context"] or "{}")} for row in rows]


def people_taken(user: int, since: datetime) -> int:
    """People in the files that a user took away at once since a time; large ones, which are asked for, not counted."""
    rows = AccessLog.objects.filter(user_id=user, kind=AccessLog.Kind.EXPORT, at__gte=since)
    return rows.filter(purpose__endswith="-export").aggregate(n=Sum("people"))["n"] or 0


def times(user: int, kind: str, since: datetime, purpose: str = "") -> int:
    """How often a user did something since a time."""
    rows = AccessLog.objects.filter(user_id=user, kind=kind, at__gte=since)
    return (rows.filter(purpose=purpose) if purpose else rows).count()
