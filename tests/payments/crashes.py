"""M2: every process of the database is killed under load, again and again; nothing that was confirmed may be missing.

A program of its own, on a server of its own: `python -m tests.payments.crashes FOLDER KILLS KILLS-OF-THE-CONTROL`.
"""

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

WRITERS = 3
ROOM = 100  # payments that each writer may make at most between two deaths


def processes(data: Path) -> list[int]:
    """The server on a data folder and all its children, the server first: a child killed before it would be replaced."""
    first = int((data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    found = [first]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                told = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                if int(told.rpartition(")")[2].split()[1]) == first:
                    found.append(int(entry.name))
    return found


def kill_all(data: Path) -> None:
    """All of them at one moment, and wait until they are gone."""
    victims = processes(data)
    for pid in victims:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for pid in victims:
        while _alive(pid):
            time.sleep(0.002)


def _alive(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] not in ("Z", "X")


def write(first: int, last: int, said: Path) -> None:
    """Reserve one payment after the other; what was confirmed is written down after the answer, what was not is tried again."""
    from django.db import InterfaceError, OperationalError, connections

    from qianxiao.money.payments.actions import reserve
    from tests.payments.world import actor, payable

    file = os.open(said, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    who: Any = None
    n = first
    while n <= last:
        try:
            who = who or actor("reviewer")
            done = reserve(who, [payable(n)])
            if done.made:
                os.write(file, f"{n}\n".encode())
            n += 1
        except (OperationalError, InterfaceError):
            connections.close_all()
            time.sleep(0.01)


def world(url: str, most: int) -> None:
    """Tables, so many people, money; committed."""
    from qianxiao.config.boot import boot

    os.environ["DATABASE_URL"] = url
    boot(owner=True)
    from django.core.management import call_command
    from django.db import connections

    from tests.payments import world as told

    call_command("migrate", verbosity=0, interactive=False)
    told.fill()
    told.people(1000, 999 + most)
    told.give(told.COUNTY, most * 150_000, document="crashes")
    connections.close_all()


def missing(confirmed: set[int]) -> tuple[set[int], int, dict[str, Any]]:
    """Payments that were confirmed and are not there, how many there are, and what does not hold in the book."""
    from django.apps import apps
    from django.db import connections

    from qianxiao.money.payments.queries_funds import check
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    connections.close_all()
    with in_scope(whole_scope()) as scope:
        rows = apps.get_model("payments", "Payment").objects.within(scope).values_list("claim", flat=True)
        there = {int(claim.rpartition("/")[2]) for claim in rows}
        book = {name: found for name, found in check().items() if found}
    connections.close_all()  # whoever is forked next has connections of its own
    return confirmed - there, len(there), book


def under(data: Path, kills: int, first: int, said: Path, drawn: random.Random) -> set[int]:
    """So many deaths of the whole server while payments are reserved from one number on; those that were confirmed."""
    from qianxiao.ops.postgres import ensure_server

    room, writers = ROOM * (kills + 1), []
    for nth in range(WRITERS):
        if (pid := os.fork()) == 0:
            try:
                write(first + nth * room, first + (nth + 1) * room - 1, said.with_suffix(f".{nth}"))
            finally:
                os._exit(0)
        writers.append(pid)
    until = time.monotonic() + 120
    while len([one for one in said.parent.glob(f"{said.name}.*") if one.stat().st_size]) < WRITERS:
        assert time.monotonic() < until, "nobody writes"
        time.sleep(0.05)
    for _ in range(kills):
        time.sleep(drawn.uniform(0.1, 0.9))
        kill_all(data)
        ensure_server(data, "debian")
    for pid in writers:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    told = "".join(path.read_text(encoding="ascii") for path in said.parent.glob(f"{said.name}.*"))
    return {int(line) for line in told.splitlines()}


def damage(data: Path, way: Any) -> str:
    """What pg_amcheck has to say about every table and index; empty when nothing."""
    from qianxiao.ops import pgcluster
    from qianxiao.ops.pgways import CannotRun

    try:
        pgcluster.run(
            way, "pg_amcheck", "--username", pgcluster.SUPERUSER, "--host", str(data), "--database", pgcluster.DATABASE,
            "--install-missing", "--heapallindexed",
        )  # fmt: skip
    except CannotRun as error:
        return str(error)
    return ""


def run(folder: Path, kills: int, loose: int, seed: int = 11) -> dict[str, Any]:
    """Kills with all safety on, then until something is lost, at most `loose`: there the server confirms before it writes its log."""
    import psycopg

    from qianxiao.ops import pgcluster
    from qianxiao.ops.postgres import ensure_server, stop

    data, drawn = folder / "postgres", random.Random(seed)
    server = ensure_server(data, "debian")
    try:
        first, last = 1000, 1000 + WRITERS * ROOM * (kills + 1)
        world(server.url, last - first + WRITERS * ROOM * 2 * loose)
        del os.environ["DATABASE_URL"]
        confirmed = under(data, kills, first, folder / "said", drawn)
        lost, there, book = missing(confirmed)
        told: dict[str, Any] = {
            "kills": kills,
            "seed": seed,
            "confirmed": len(confirmed),
            "there": there,
            "lost": len(lost),
        }
        told |= {"book": book, "damage": damage(data, server.way)}
        with psycopg.connect(pgcluster.url(data, pgcluster.SUPERUSER), autocommit=True) as link:
            link.execute("ALTER SYSTEM SET synchronous_commit = off")
            link.execute("SELECT pg_reload_conf()")
        control = {"kills": 0, "confirmed": 0, "lost": 0}
        while control["kills"] < loose and not control["lost"]:
            start = last + control["kills"] * WRITERS * ROOM * 2
            confirmed = under(data, 1, start, folder / f"loose-{control['kills']}", drawn)
            control["kills"] += 1
            control["confirmed"] += len(confirmed)
            control["lost"] += len(missing(confirmed)[0])
        return told | {"control": control}
    finally:
        stop(data)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qianxiao.config.settings")
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
