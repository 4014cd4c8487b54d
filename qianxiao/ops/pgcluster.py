"""The data folder of the embedded PostgreSQL: made whole or not at all, its settings, who runs on it."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from qianxiao.ops.pgways import HELP, CannotRun, Way

SUPERUSER = "postgres"
OWNER = "qianxiao"
APP = "qianxiao_app"
DATABASE = "qianxiao"
SOCKET = ".s.PGSQL.5432"
# Linux allows 107 bytes for the path of a socket (sun_path without its closing zero).
LONGEST_SOCKET = 107
_SHORT = "qianxiao-"


def run(way: Way, program: str, *args: str) -> None:
    """Run one of the server's programs, quietly. Raises CannotRun with what it said."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    # The caller's folder may be closed to the other account, and messages are quoted to people.
    told = subprocess.run(
        way.command(program, *args),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        env=env | {"LC_ALL": "C"},
        check=False,
    )
    if told.returncode:
        why = f"{program} failed ({' '.join((told.stderr or told.stdout).split())})"
        raise CannotRun(HELP.format(why=why))


def hand_over(folder: Path, way: Way) -> None:
    """Give a folder that we made to the account that runs the server; nobody else gets in."""
    folder.chmod(0o700)
    if os.geteuid() == 0 and way.owner != 0:
        shutil.chown(folder, user=way.owner)


def initialise(data: Path, way: Way) -> None:
    """Make the data folder beside its place and move it there when complete. Raises CannotRun."""
    part = data.with_name(data.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    hand_over(part, way)
    # `trust` is safe here: the only door is a socket in a folder that no other account can enter.
    run(
        way,
        "initdb",
        *("--pgdata", str(part), "--username", SUPERUSER, "--encoding", "UTF8", "--locale", "C"),
        *(
            "--auth-local",
            "trust",
            "--auth-host",
            "reject",
            "--data-checksums",
            "--no-instructions",
            "--no-sync",
        ),
    )
    with (part / "postgresql.conf").open("a", encoding="utf-8") as stream:
        stream.write("\ninclude = 'qianxiao.conf'\n")
    if data.exists():
        data.rmdir()  # only ever an empty folder: anything in it makes this fail, and nothing is lost
    part.rename(data)


def socket_folder(data: Path, way: Way) -> Path:
    """The data folder itself, or a private short one where its path is too long for a socket."""
    if len(os.fsencode(data / SOCKET)) <= LONGEST_SOCKET and not set(str(data)) & set("\",'"):
        return data
    short = Path(tempfile.mkdtemp(prefix=_SHORT, dir="/tmp"))
    hand_over(short, way)
    return short


def configure(data: Path, sockets: Path, fast: bool) -> None:
    """Write our settings. `fast` gives up safety against power cuts, for tests only."""
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'\"{sockets}\"'",
        "unix_socket_permissions": "0700",
        "max_connections": "60",
        "shared_buffers": "'64MB'" if fast else "'256MB'",
        "work_mem": "'16MB'",
        "maintenance_work_mem": "'128MB'",
        "max_wal_size": "'2GB'",
        "jit": "off",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "fsync": "off" if fast else "on",
        "synchronous_commit": "off" if fast else "on",
        "full_page_writes": "off" if fast else "on",
        "log_line_prefix": "'%m [%p] %q%u@%d '",
        # Statements and values may hold people's data: the log never quotes them.
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }
    text = "".join(f"{name} = {value}\n" for name, value in settings.items())
    target = data / "qianxiao.conf"
    target.write_text(text, encoding="utf-8")
    target.chmod(0o644)  # the folder is closed; the server's account must read it


def running(data: Path) -> Path | None:
    """The socket folder of the server that runs on this data, else None; a stale mark is removed."""
    mark = data / "postmaster.pid"
    try:
        lines = mark.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    sockets = Path(lines[4]) if len(lines) > 4 and lines[4] else None
    if sockets and _is_server(int(lines[0]), data):
        return sockets
    # After a power cut the number may belong to any other process; PostgreSQL would refuse to start.
    mark.unlink()
    if sockets:
        for name in (SOCKET, f"{SOCKET}.lock"):
            (sockets / name).unlink(missing_ok=True)
        forget(data, sockets)
    return None


def _is_server(pid: int, data: Path) -> bool:
    try:
        told = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return False
    return os.fsencode(data) in told


def forget(data: Path, sockets: Path) -> None:
    """Remove a short socket folder of ours after the server is gone."""
    if sockets != data and sockets.name.startswith(_SHORT):
        shutil.rmtree(sockets, ignore_errors=True)


def url(sockets: Path, user: str, database: str = DATABASE) -> str:
    """Address for libpq, psycopg and the settings: `postgresql://user@/database?host=<socket folder>`."""
    return f"postgresql://{user}@/{database}?host={quote(str(sockets), safe='')}"


def ensure_roles(sockets: Path) -> None:
    """Owner of the tables, and the role pages work under: no superuser, not owner, bound by row security."""
    with psycopg.connect(url(sockets, SUPERUSER, "postgres"), autocommit=True) as link:
        have = {row[0] for row in link.execute("SELECT rolname FROM pg_roles")}
        if OWNER not in have:
            link.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))
        if APP not in have:
            text = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
            link.execute(sql.SQL(text).format(sql.Identifier(APP)))
        # the owner may step down to the pages' role, never the other way round
        link.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
        made = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not made:
            names = {
                "db": sql.Identifier(DATABASE),
                "owner": sql.Identifier(OWNER),
                "app": sql.Identifier(APP),
            }
            link.execute(sql.SQL("CREATE DATABASE {db} OWNER {owner} TEMPLATE template0").format(**names))
            link.execute(sql.SQL("REVOKE ALL ON DATABASE {db} FROM PUBLIC").format(**names))
            link.execute(sql.SQL("GRANT CONNECT ON DATABASE {db} TO {app}").format(**names))
