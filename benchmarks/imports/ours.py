"""The whole way of one roster through a database of its own: python -m benchmarks.imports.ours FILE ROWS VAR"""

import asyncio
import json
import logging
import os
import resource
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

PERIOD = 202006
COUNTY = "621126"


def _boot(var: Path) -> None:
    """A database, keys and folders below `var`, and one county post."""
    os.environ.update(QIANXIAO_VAR=str(var), QIANXIAO_DEMO="1")
    os.environ.pop("DATABASE_URL", None)
    from qianxiao.config.boot import boot

    boot(owner=True)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.office.audit.actions import open_months

    open_months()
    give_post("county", "龙晓燕", "岷县人力资源和社会保障局", Role.COUNTY, span(COUNTY), COUNTY, demo=True)
    from django.conf import settings
    from django.db import connections

    # pages and the worker work under the role that row security binds
    connections.close_all()
    held = connections["default"].settings_dict
    held["USER"] = settings.APP_ROLE


def _actor() -> Any:
    from qianxiao.office.accounts.models import Post
    from qianxiao.office.accounts.queries import Actor, post_held
    from qianxiao.office.accounts.scope import scope_for

    post = post_held(Post.objects.get(user__username="county").pk)
    assert post is not None  # noqa: S101 - made above
    return Actor("county", post, scope_for(post.role, post.ranges), "", post.user)


class Peak:
    """The most memory this process and its children held together, MB; PostgreSQL apart."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.3):
            self.most = max(self.most, sum(_private(pid) for pid in _family(os.getpid())))

    def end(self) -> float:
        self._over.set()
        self._thread.join()
        return round(self.most, 0)


class Phases(logging.Handler):
    """Seconds by phase as the worker's log tells them, and of every statement that took half a second."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[str, float] = {}
        self.statements: dict[str, float] = {}
        log = logging.getLogger("qianxiao.office.jobs.actions")
        log.addHandler(self)
        log.setLevel(logging.INFO)
        log.propagate = False
        connection_created.connect(
            lambda connection, **_: connection.execute_wrappers.append(self._run), weak=False
        )

    def emit(self, record: logging.LogRecord) -> None:
        found: dict[str, float] = getattr(record, "seconds", {})
        kind = str(record.args[1]).partition(".")[2] if isinstance(record.args, tuple) else ""
        self.seconds |= {f"{kind}: {name}": round(took, 2) for name, took in found.items() if name}

    def _run(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        start = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            took, name = time.monotonic() - start, str(sql).strip()[:60]
            if took > 0.5:
                self.statements[name] = round(self.statements.get(name, 0.0) + took, 2)


def _family(pid: int) -> list[int]:
    found = [pid]
    for folder in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [one for child in folder.read_text().split() for one in _family(int(child))]
        except OSError:
            continue
    return found


def _private(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    if "postgres" in Path(f"/proc/{pid}/cmdline").read_text(errors="replace"):
        return 0.0
    pss = next((line.split()[1] for line in told.splitlines() if line.startswith("Pss:")), "0")
    return int(pss) / 1024


def work(file: Path, rows: int, var: Path) -> dict[str, Any]:
    """Seconds of reading to the preview and of taking in, rows, peak memory of the worker's family."""
    _boot(var)
    from qianxiao.engine.io.layouts import layouts
    from qianxiao.office.accounts.scope import in_scope
    from qianxiao.office.jobs import tasks
    from qianxiao.registers.rosters import actions, files, queries

    actor, peak, phases = _actor(), Peak(), Phases()
    told: dict[str, Any] = {}

    def step(name: str, do: Any) -> Any:
        start = time.monotonic()
        found = do()
        told[name] = round(time.monotonic() - start, 1)
        return found

    def asked(do: Any) -> Any:
        with in_scope(actor.scope):
            return do()

    assert "poor" in layouts()  # noqa: S101
    one = step(
        "upload",
        lambda: asked(lambda: actions.bring(actor, "poor", PERIOD, file.name, files.pieces_of(file))),
    )
    step("preview", lambda: asyncio.run(tasks.work(wait=False)))
    asked(lambda: actions.accept(actor, one.pk, True, True))
    step("accept", lambda: asyncio.run(tasks.work(wait=False)))
    told["peak_mb"] = peak.end()
    told["phases"], told["statements"] = dict(phases.seconds), dict(phases.statements)
    with in_scope(actor.scope) as scope:
        done = queries.get_import(scope, one.pk)
        told |= {
            name: getattr(done, name) for name in ("state", "rows", "new", "twin", "wrong", "same", "taken")
        }
    again = asked(lambda: actions.bring(actor, "poor", PERIOD, file.name, files.pieces_of(file)))
    step("again", lambda: asyncio.run(tasks.work(wait=False)))
    with in_scope(actor.scope) as scope:
        second = queries.get_import(scope, again.pk)
        told["same_again"], told["new_again"] = second.same, second.new
    told["cpu"] = round(
        sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)), 1
    )
    return told


def main(path: str, rows: str, var: str) -> None:
    """Print what was seen as one line of JSON; the database is gone afterwards."""
    home = Path(var)
    try:
        print(json.dumps(work(Path(path), int(rows), home)), flush=True)
    finally:
        from qianxiao.ops.postgres import stop

        stop(home / "postgres")
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
