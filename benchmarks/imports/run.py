"""Rows a second and peak memory of the whole way of a roster: python -m benchmarks.imports.run --rows 1000000

Ours: stored sealed, read in a limited child, every cell checked, compared, previewed, wrong rows written back, taken in
under row security. The peer checks lengths only, seals nothing, writes no file with rows to correct.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

from benchmarks.rosters.make import make
from qianxiao.base.paths import ROOT

KINDS = ("csv", "xlsx")


def _ours(path: Path, rows: int, home: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.imports.ours", str(path), str(rows), str(home / "var")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=environment)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _peer(path: Path, home: Path) -> dict[str, object]:
    """The peer on the same PostgreSQL, in an environment of its own."""
    python = ROOT / ".venv-bench" / "bin" / "python"
    if not python.exists():
        return {"missing": "make setup-bench"}
    from qianxiao.ops.pgcluster import OWNER
    from qianxiao.ops.postgres import ensure_server

    os.environ.pop("DATABASE_URL", None)
    with ensure_server(home / "peer") as server:
        host = unquote(server.url.partition("host=")[2].partition("&")[0])
        name = server.url.partition("?")[0].rpartition("/")[2]
        program = Path(__file__).with_name("peer.py")
        done = subprocess.run(
            [str(python), str(program), str(path), host, name, OWNER],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def _rate(rows: int, told: dict[str, object], *parts: str) -> str:
    seconds = sum(float(str(told[part])) for part in parts if part in told)
    return f"{rows / max(seconds, 0.1):,.0f}"


def _say(name: str, kind: str, rows: int, told: dict[str, object]) -> None:
    """Rows a second from the upload to the preview and from accepting to stored, memory, then where the time went."""
    if "missing" in told:
        print(f"{name:22} {kind:5} not there: {told['missing']}")
        return
    load = f"load {os.getloadavg()[0]:.1f}"
    print(
        f"{name:22} {kind:5} {rows:>9,} rows  to the preview {_rate(rows, told, 'upload', 'preview'):>8} rows/s"
        f"  taken in {_rate(rows, told, 'accept'):>8} rows/s  peak {told.pop('peak_mb')} MB  {load}"
    )
    for part in ("phases", "statements"):
        for what, seconds in dict(told.pop(part, {})).items():  # type: ignore[call-overload]
            print(f"    {seconds:>8} s  {' '.join(what.split())}")
    print(f"    {told}", flush=True)


def main() -> None:
    """Measure both kinds of file, the peer at a size it can do, and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="1000000 is the promised size, opt-in")
    parser.add_argument("--peer-rows", type=int, default=5_000, help="0 leaves the peer out")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--scratch", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.scratch, prefix="qx-imports-") as folder:
        home = Path(folder)
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
        )
        for kind in args.kinds.split(","):
            _say("qianxiao", kind, args.rows, _ours(make(home, args.rows, kind), args.rows, home))
            if args.peer_rows:
                small = make(home, args.peer_rows, kind)
                _say("qianxiao", kind, args.peer_rows, _ours(small, args.peer_rows, home))
                _say("django-import-export", kind, args.peer_rows, _peer(small, home / kind))


if __name__ == "__main__":
    main()
