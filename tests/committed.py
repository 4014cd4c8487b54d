"""For tests whose worker commits: emptying what is kept for good, a post's client, what the worker does."""

import asyncio
from collections.abc import Mapping

from django.db import connection
from django.test import Client


def emptied(kept: Mapping[str, str], *others: str) -> None:
    """Empty tables; kept: table → trigger that refuses it, since emptying is nobody's verb."""
    with connection.cursor() as cursor:
        for table, trigger in kept.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        cursor.execute(f"TRUNCATE {', '.join((*kept, *others))} CASCADE")
        for table, trigger in kept.items():
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def signed_in(username: str) -> Client:
    """A client of a post, Chinese."""
    from qianxiao.office.accounts.models import User

    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(User.objects.get(username=username))
    return client


def worked() -> None:
    """Do what is in the queue, as the worker does."""
    from qianxiao.office.jobs.tasks import work

    asyncio.run(work(wait=False))
