"""The launcher's promises, on the wheel's PostgreSQL and on Debian's."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from qianxiao.ops import pgcluster, pgways
from qianxiao.ops.postgres import Server, ensure_server, main, stop

BOTH = pytest.mark.parametrize("flavour", ["wheel", pytest.param("debian", marks=pytest.mark.pg15)])


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A short folder other accounts may pass through; no address from outside; no server left running."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = Path(tempfile.mkdtemp(prefix="qx-ops-"))
    folder.chmod(0o755)
    yield folder
    for mark in folder.rglob("postmaster.pid"):
        stop(mark.parent)
    shutil.rmtree(folder)


def ask(address: str, text: str) -> object:
    with psycopg.connect(address) as link:
        row = link.execute(text).fetchone()  # type: ignore[call-overload]
    return row[0] if row else None


def pid_of(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().splitlines()[0])


def states(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Mode and owner of a folder and all its parents."""
    found = {path: path.stat() for path in [folder, *folder.parents]}
    return {path: (one.st_mode, one.st_uid, one.st_gid) for path, one in found.items()}


@BOTH
def test_starts_answers_stops_and_keeps_its_data(place: Path, flavour: str) -> None:
    data = place / "pg"
    with ensure_server(data, flavour) as server:
        assert server.version == {"wheel": 18, "debian": 15}[flavour]
        with psycopg.connect(server.url) as link:
            link.execute('CREATE TABLE kept (name text COLLATE "C")')
            link.execute("INSERT INTO kept VALUES ('木里藏族自治县')")
    assert main(["status", "--data", str(data)]) == 1
    with pytest.raises(psycopg.OperationalError):
        ask(server.url, "SELECT 1")
    with ensure_server(data) as again:
        assert ask(again.url, "SELECT name FROM kept") == "木里藏族自治县"
        assert again.way and again.way.flavour == flavour  # auto opens data with the version that made it


@BOTH
def test_no_account_and_no_folder_of_others_is_touched(place: Path, flavour: str) -> None:
    accounts, before = pwd.getpwall(), states(place)
    binaries = {"wheel": pgways.wheel_binaries, "debian": pgways.debian_binaries}[flavour]()[0]
    installed = states(binaries)
    with ensure_server(place / "pg", flavour):
        assert pwd.getpwall() == accounts
        assert states(place) == before
        assert states(binaries) == installed
        assert stat.S_IMODE((place / "pg").stat().st_mode) == 0o700


@BOTH
def test_no_tcp_port_is_opened(place: Path, flavour: str) -> None:
    with ensure_server(place / "pg", flavour) as server:
        assert ask(server.url, "SHOW listen_addresses") == ""
        assert ask(server.url, "SHOW fsync") == "on"


def test_a_running_server_is_used_again(place: Path) -> None:
    first = ensure_server(place / "pg", fast=True)
    pid = pid_of(place / "pg")
    second = ensure_server(place / "pg", fast=True)
    assert (second.url, pid_of(place / "pg")) == (first.url, pid)


def test_starting_twice_at_once_gives_one_server(place: Path) -> None:
    command = [sys.executable, "-m", "qianxiao.ops.postgres", "url", "--data", str(place / "pg")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(set(said)) == 1


def test_database_url_wins(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ensure_server(place / "given", fast=True)
    monkeypatch.setenv("DATABASE_URL", given.url)
    server = ensure_server(place / "pg")
    assert (server.url, server.version) == (given.url, given.version)
    server.stop()
    assert ask(given.url, "SELECT 1") == 1
    assert not (place / "pg").exists()


def test_a_path_too_long_for_a_socket_works(place: Path) -> None:
    data = place / ("长" * 40) / "pg"
    with ensure_server(data, fast=True) as server:
        assert ask(server.url, "SELECT 1") == 1
        sockets = pgcluster.running(data)
        assert sockets and sockets != data
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert not sockets.exists()


def test_a_folder_with_blanks_and_quotes_works(place: Path) -> None:
    with ensure_server(place / "it's a, place" / "pg", fast=True) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_a_folder_a_shell_would_read_is_refused(place: Path) -> None:
    with pytest.raises(pgways.CannotRun, match="may not hold"):
        ensure_server(place / "$(touch mine)" / "pg", fast=True)
    assert list(place.iterdir()) == []


def test_a_mark_left_by_a_dead_server_is_stale(place: Path) -> None:
    """After a power cut the old number may belong to a living process that is no server."""
    data = place / "pg"
    ensure_server(data)
    os.kill(pid_of(data), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while pgcluster._is_server(pid_of(data), data) and time.monotonic() < deadline:
        time.sleep(0.1)
    lines = (data / "postmaster.pid").read_text().splitlines()
    (data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with ensure_server(data) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_an_interrupted_first_start_is_made_good(place: Path) -> None:
    (place / "pg.part").mkdir()
    (place / "pg.part" / "PG_VERSION").write_text("18\n")
    with ensure_server(place / "pg", fast=True) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_files_already_in_the_folder_are_never_lost(place: Path) -> None:
    (place / "pg").mkdir()
    (place / "pg" / "mine.txt").write_text("precious")
    with pytest.raises(OSError, match="not empty"):
        ensure_server(place / "pg", fast=True)
    assert (place / "pg" / "mine.txt").read_text() == "precious"


def test_the_role_of_the_pages_is_weak(place: Path) -> None:
    with ensure_server(place / "pg", fast=True) as server:
        with psycopg.connect(server.url) as link:
            link.execute("CREATE TABLE secret (n int)")
        rights = "rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole"
        assert ask(server.app_url, f"SELECT {rights} FROM pg_roles WHERE rolname = current_user") is False
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(server.app_url, "SELECT count(*) FROM secret")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(server.app_url, "CREATE TABLE mine (n int)")


def test_the_log_never_quotes_people(place: Path) -> None:
    with ensure_server(place / "pg") as server:
        with pytest.raises(psycopg.errors.UndefinedTable):
            ask(server.url, "SELECT '990101199001011234' FROM no_such_table")
        assert "990101199001011234" not in (place / "pg" / "server.log").read_text()


def test_data_of_another_version_is_refused_with_a_reason(place: Path) -> None:
    ensure_server(place / "pg", "wheel", fast=True).stop()
    (place / "pg" / "PG_VERSION").write_text("12\n")
    with pytest.raises(pgways.CannotRun, match=r"(?s)data of PostgreSQL 12 .* DATABASE_URL"):
        ensure_server(place / "pg")


def test_no_binaries_says_what_to_install(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pgways, "wheel_binaries", list)
    monkeypatch.setattr(pgways, "debian_binaries", list)
    with pytest.raises(pgways.CannotRun, match="apt-get install postgresql-15"):
        ensure_server(place / "pg")


def test_an_unknown_flavour_is_refused(place: Path) -> None:
    with pytest.raises(ValueError, match="unknown PostgreSQL flavour 'oracle'"):
        ensure_server(place / "pg", "oracle")


def test_an_ordinary_user_runs_the_binaries_directly(place: Path) -> None:
    """Root plays an ordinary account in a namespace of its own; anyone else is one already."""
    code = (
        "import os; from qianxiao.ops.postgres import *; assert os.geteuid();"
        f"server = ensure_server(Path({str(place / 'pg')!r}), 'wheel', fast=True);"
        "print(server.version, server.way.prefix)"
    )
    play = ["unshare", "--user", f"--map-user={pwd.getpwnam('nobody').pw_uid}"] if os.geteuid() == 0 else []
    done = subprocess.run([*play, sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "18 ()\n", done.stderr


def forbid_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = pgways._works

    def works(prefix: tuple[str, ...], binaries: Path) -> bool:
        return prefix[0] != "unshare" and honest(prefix, binaries)

    monkeypatch.setattr(pgways, "_works", works)


@pytest.mark.pg15
def test_without_namespaces_root_uses_another_account(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where root may not open a user namespace; an ordinary user never needs one."""
    forbid_namespaces(monkeypatch)
    with ensure_server(place / "pg", "debian") as server:
        owner = (place / "pg").stat().st_uid
        assert (owner != 0) and server.version == 15
        assert Path(f"/proc/{pid_of(place / 'pg')}").stat().st_uid == owner
        assert ask(server.url, "SELECT 1") == 1


def test_the_wheel_is_never_imported() -> None:
    """Its own launcher would add an account and open folders."""
    code = (
        "import sys; from qianxiao.ops.pgways import ways; assert ways('wheel');"
        "assert not [m for m in sys.modules if 'pgserver' in m]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_server_of_a_test_run_stops_with_it(place: Path) -> None:
    code = f"from qianxiao.ops.postgres import *; ensure_server(Path({str(place / 'pg')!r}), fast=True)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert pgcluster.running(place / "pg") is None


def test_an_external_server_has_no_folder() -> None:
    assert Server("postgresql://h/d", "postgresql://h/d", None, None).data is None
