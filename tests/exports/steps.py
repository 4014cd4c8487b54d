"""The steps of an export through the pages, and what is held of it."""

from typing import Any

from django.test import Client

WHY = {"purpose": "visit", "note": "七月入户核查"}


def ask(client: Client, form: str = "csv", page: str = "/people/export", **more: Any) -> str:
    """Ask for the whole list; returns the export's address."""
    answer = client.post(page, {"form": form, "query": "", **WHY, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def agree(client: Client, address: str, said: str = "yes", note: str = "同意") -> int:
    """The second person's answer; returns the status."""
    return client.post(f"{address}/answer", {"answer": said, "note": note}).status_code


def held(address: str) -> Any:
    """The row of an export."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.exports.models import Export

    with in_scope(whole_scope()) as scope:
        return Export.objects.within(scope).get(pk=int(address.rpartition("/")[2]))


def job(address: str) -> Any:
    """The job that makes it."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.jobs.models import Job

    with in_scope(whole_scope()) as scope:
        return Job.objects.within(scope).get(subject=int(address.rpartition("/")[2]), kind="list.export")


def verbs(address: str) -> list[tuple[str, str]]:
    """What was done with it, and by whom."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.exports.models import ExportStep

    with in_scope(whole_scope()) as scope:
        rows = (
            ExportStep.objects.within(scope).filter(export_id=int(address.rpartition("/")[2])).order_by("id")
        )
        return list(rows.values_list("verb", "by"))


def trail() -> list[tuple[str, str, int]]:
    """Exports in the access log, oldest first: who, what for, how many people."""
    from qianxiao.office.audit.models import AccessLog

    rows = AccessLog.objects.filter(kind="export").order_by("id")
    return list(rows.values_list("username", "purpose", "people"))


def fetched(client: Client, address: str) -> bytes:
    """The file."""
    answer = client.get(f"{address}/file")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]
