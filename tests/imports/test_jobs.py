"""Background work: it goes on without the page, is cancelled without a trace, taken up when its worker was killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from qianxiao.base.paths import ROOT
from tests.imports.rosters import book, counts, entries, held, lines, person, read, take, text, upload

SignIn = Callable[[str], Client]
Work = Callable[[], None]


def _job(address: str, kind: str = "roster.read"):  # type: ignore[no-untyped-def]
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.jobs.models import Job

    with in_scope(whole_scope()) as scope:
        return Job.objects.within(scope).get(subject=int(address.rpartition("/")[2]), kind=kind)


def test_it_waits_shows_a_bar_and_goes_on(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    county = sign_in("county")
    address = upload(county, book(tmp_path / "in", [person(0)]))
    waiting = county.get(address)
    assert waiting["Refresh"] == "2" and "<progress" in waiting.content.decode()
    assert county.get(f"/jobs/{_job(address).pk}")["Refresh"] == "2"
    work()
    ready = county.get(address)
    assert "Refresh" not in ready and "<progress" not in ready.content.decode()
    assert "读取名册" in text(county, "/jobs/") and "已完成" in text(county, "/jobs/")


def test_cancelled_while_it_waits(sign_in: SignIn, work: Work, imports: Path, tmp_path: Path) -> None:
    county = sign_in("county")
    address = upload(county, book(tmp_path / "in", [person(0)]))
    assert county.post(f"{address}/drop").status_code == 302
    work()
    assert (held(address).state, _job(address).state) == ("dropped", "stopped")
    assert counts(address) == {} and list(imports.rglob("*.given")) == []


def test_cancelled_in_the_middle_leaves_nothing(
    sign_in: SignIn, work: Work, imports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.registers.rosters import reading

    county = sign_in("county")
    address = upload(county, book(tmp_path / "in", [person(n) for n in range(5)]))
    real = reading.sealed_rows

    def cancelled(*told):  # type: ignore[no-untyped-def]
        from qianxiao.office.accounts.scope import in_scope, whole_scope
        from qianxiao.office.jobs.models import Job

        def ask() -> None:
            with in_scope(whole_scope()) as scope:
                Job.objects.within(scope).update(stop=True)
            connection.close()

        import threading

        asking = threading.Thread(target=ask)  # as another process does, on a connection of its own
        asking.start()
        asking.join()
        yield from real(*told)

    monkeypatch.setattr(reading, "sealed_rows", cancelled)
    work()
    assert (held(address).state, _job(address).state) == ("dropped", "stopped")
    assert counts(address) == {} and lines(address, "new") == []
    assert list((imports / "scratch").iterdir()) == [] and list(imports.rglob("*.given")) == []


def test_a_post_that_ended_does_nothing_any_more(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    from qianxiao.office.accounts.models import Post

    county = sign_in("county")
    address = upload(county, book(tmp_path / "in", [person(0)]))
    Post.objects.filter(user__username="county").update(granted_by="")
    try:
        work()
    finally:
        Post.objects.filter(user__username="county").update(granted_by="operator")
    assert (held(address).state, _job(address).state, _job(address).error) == ("failed", "failed", "post")
    assert "岗位已终止" in text(county, f"/jobs/{_job(address).pk}")


def test_a_fault_on_the_way_leaves_nothing(
    sign_in: SignIn, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fail at every step of the database's part, then pass: nothing half-written in between."""
    from qianxiao.registers.rosters import queries

    county, real = sign_in("county"), queries.sql
    failed = 0
    for step in ("1_arrival", "2_compare", "3_lines"):
        monkeypatch.setattr(
            queries, "sql", lambda name, step=step: "SELECT 1 / 0" if name == step else real(name)
        )
        address = read(county, work, book(tmp_path / step, [person(0)]))
        assert (held(address).state, counts(address), lines(address, "new")) == ("failed", {}, [])
        failed += 1
    monkeypatch.setattr(queries, "sql", real)
    address = read(county, work, book(tmp_path / "good", [person(0)]))
    for step in ("4_taking", "5_meanwhile", "6_take"):
        monkeypatch.setattr(
            queries, "sql", lambda name, step=step: "SELECT 1 / 0" if name == step else real(name)
        )
        take(county, work, address)
        assert (held(address).state, entries()) == ("ready", 0)
        failed += 1
    monkeypatch.setattr(queries, "sql", real)
    take(county, work, address)
    assert entries() == 1 and failed == 6


def test_a_killed_worker_is_replaced(sign_in: SignIn, imports: Path, tmp_path: Path) -> None:
    """kill -9 in the middle; another worker does the job from the start, and sweeps what the first left."""
    county = sign_in("county")
    address = upload(county, book(tmp_path / "in", [person(n) for n in range(20_000)], "名册.csv"))
    first = _worker()
    try:
        deadline = time.monotonic() + 120
        while not (scratch := list((imports / "scratch").glob("*"))):
            assert time.monotonic() < deadline and first.poll() is None, "the worker never began"
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
        first.wait()
    finally:
        first.kill()
    assert held(address).state == "reading" and scratch
    assert _worker("0").wait(timeout=300) == 0
    job = _job(address)
    assert (held(address).state, job.state, job.attempts) == ("ready", "done", 2)
    assert counts(address)["rows"] == 20_000 and not scratch[0].exists()


def _worker(dead_after: str = "20") -> "subprocess.Popen[bytes]":
    """`qianxiao worker --once` on this test's database, keys and files."""
    held = connection.settings_dict
    url = f"postgresql://{held['USER']}@/{held['NAME']}?host={held['HOST']}&port={held['PORT']}"
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url, "QIANXIAO_IMPORTS": settings.IMPORTS,
        "QIANXIAO_KEYS": settings.KEYS, "QIANXIAO_AUDIT_HEADS": settings.AUDIT_HEADS, "QIANXIAO_DEMO": "1",
    }  # fmt: skip
    environment.pop("DATABASE_OWNER_URL", None)
    command = [sys.executable, "-m", "qianxiao", "worker", "--once", "--dead-after", dead_after]
    return subprocess.Popen(command, env=environment, start_new_session=True)
