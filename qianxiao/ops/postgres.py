"""Our own launcher of an embedded PostgreSQL: a socket in a private folder, no TCP port, no account made."""

import argparse
import atexit
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from qianxiao.base.paths import ROOT
from qianxiao.ops import pgcluster
from qianxiao.ops.pgways import CannotRun, Way, choose


@dataclass(frozen=True)
class Server:
    """A database to talk to. `url` is the owner's address, `app_url` the one pages should work under."""

    url: str
    app_url: str
    data: Path | None
    way: Way | None

    @property
    def version(self) -> int:
        """Major version, asked of the server itself."""
        with psycopg.connect(self.url) as link:
            return link.info.server_version // 10_000

    def stop(self) -> None:
        """Stop the server at once but cleanly; a server named in DATABASE_URL is never stopped."""
        if self.data is not None:
            stop(self.data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def default_data() -> Path:
    """`postgres` in QIANXIAO_VAR, which is `var` beside the package unless set."""
    return Path(os.environ.get("QIANXIAO_VAR") or ROOT / "var").resolve() / "postgres"


def ensure_server(data: Path | None = None, flavour: str = "auto", fast: bool = False) -> Server:
    """A running server on this data folder, started (and made) if need be; DATABASE_URL wins over all.

    `flavour` is auto, wheel or debian. `fast` is for tests: no fsync, and the server stops when this
    process ends. Raises CannotRun with what to install, ValueError on an unknown flavour.
    """
    named = os.environ.get("DATABASE_URL")
    if named:
        return Server(named, named, None, None)
    data = (data or default_data()).resolve()
    if bad := set(str(data)) & set('"$`\\\n'):
        # pg_ctl hands the path to a shell in double quotes
        raise CannotRun(f"the path of the data folder may not hold {' '.join(sorted(bad))}: {data}")
    with _alone(data):
        way = choose(data, flavour)
        sockets = pgcluster.running(data)
        if sockets is None:
            sockets = _start(data, way, fast)
            if fast:
                atexit.register(stop, data)
        pgcluster.ensure_roles(sockets)
    return Server(pgcluster.url(sockets, pgcluster.OWNER), pgcluster.url(sockets, pgcluster.APP), data, way)


def _start(data: Path, way: Way, fast: bool) -> Path:
    if not (data / "PG_VERSION").exists():
        pgcluster.initialise(data, way)
    sockets = pgcluster.socket_folder(data, way)
    pgcluster.configure(data, sockets, fast)
    try:
        pgcluster.run(
            way, "pg_ctl", "start", "--wait", "--silent", "-D", str(data), "-l", str(data / "server.log")
        )
    except CannotRun as error:
        pgcluster.forget(data, sockets)
        log = data / "server.log"
        last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:] if log.exists() else []
        raise CannotRun("\n".join([str(error), *last])) from error
    return sockets


def stop(data: Path) -> bool:
    """Stop the server on this data folder; False when none was running."""
    data = data.resolve()
    if not data.exists():  # nothing to stop, and no lock to leave behind in a folder that was cleared away
        return False
    with _alone(data):
        sockets = pgcluster.running(data)
        if sockets is None:
            return False
        pgcluster.run(choose(data), "pg_ctl", "stop", "--wait", "--silent", "-m", "fast", "-D", str(data))
        pgcluster.forget(data, sockets)
        return True


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Two processes that start the same server wait for each other."""
    data.parent.mkdir(parents=True, exist_ok=True)
    with (data.parent / f".{data.name}.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def main(argv: list[str] | None = None) -> int:
    """`python -m qianxiao.ops.postgres start|stop|status|url`; 0 done, 1 not running or not possible."""
    parser = argparse.ArgumentParser(prog="qianxiao.ops.postgres", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "status", "url"])
    parser.add_argument("--data", type=Path, default=default_data())
    parser.add_argument("--flavour", choices=["auto", "wheel", "debian"], default="auto")
    asked = parser.parse_args(argv)
    try:
        if asked.verb == "stop":
            print("stopped" if stop(asked.data) else "not running")
        elif asked.verb == "status":
            found = pgcluster.running(asked.data.resolve())
            print(f"running, socket in {found}" if found else "not running")
            return 0 if found else 1
        else:
            server = ensure_server(asked.data, asked.flavour)
            print(server.url if asked.verb == "url" else f"PostgreSQL {server.version} at {server.url}")
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
