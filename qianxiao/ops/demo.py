"""`make run`: generate a county, close two months, load them, serve on this machine and say where."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from qianxiao.base.paths import ROOT
from qianxiao.cli import main as qianxiao

MONTHS = ("2020-05", "2020-06")
ROSTER = "脏名册_5000行.xlsx"


def _done(words: list[str]) -> None:
    """One command of the command line; stops the whole run with its exit code when it fails."""
    print(f"→ qianxiao {' '.join(words)}", flush=True)
    if code := qianxiao(words):
        sys.exit(code)


def prepare(var: Path, size: str, seed: str) -> None:
    """Registers, closed months and database of the demo; each step is skipped or resumed when it was done before."""
    world, out = var / "demo" / f"{size}-{seed}", var / "demo" / f"{size}-{seed}-closed"
    mark = world / "generated"
    if not mark.exists():
        months = ",".join(MONTHS)
        _done(["demo", "generate", "--size", size, "--seed", seed, "--months", months, "--out", str(world)])
        mark.touch()
    for month in MONTHS:
        if not (out / month / "manifest.json").exists():
            _done(["close", "--period", month, "--in", str(world / "registers" / month), "--out", str(out)])
        _done(["load", "--period", month, "--out", str(out)])
    services = world / "services"
    if size in ("county", "province"):
        if not (services / "truth_services.parquet").exists():
            _done(["demo", "services", "--size", size, "--seed", seed, "--out", str(services)])
        _done(["load-services", "--in", str(services)])
        _done(["findings"])
    _done(["employment", "demo"])
    _done(["employment", "cycle", "--period", MONTHS[-1]])
    _done(["analysis"])
    _done(["claims", "demo"])
    if not (roster := world / ROSTER).exists():
        _done(["demo", "roster", "--seed", seed, "--out", str(roster)])
    print(f"供“导入”演示的脏名册 / a dirty roster to import: {roster}")


def _free(port: str) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) != 0


def _bank() -> int:
    """A port nobody listens on, for the bank of the demo."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def serve(port: str) -> int:
    """Serve pages and do background work until interrupted; returns the server's exit code, 0 when the user stopped it."""
    if not _free(port):
        print(
            f"端口 {port} 已被占用，请换一个：/ port {port} is taken, choose another: QIANXIAO_PORT=8001 make run"
        )
        return 1
    bank, home = _bank(), Path(os.environ["QIANXIAO_VAR"]) / "demo" / "bank"
    os.environ.setdefault("QIANXIAO_BANK", f"http://127.0.0.1:{bank}")
    # the bank of the demo: a process of its own, with a store of its own
    teller = subprocess.Popen(
        [sys.executable, "-m", "qianxiao.ops.bank", "--port", str(bank), "--store", str(home)]
    )
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    server = subprocess.Popen([*command, "--log-level", "warning", "qianxiao.config.wsgi:application"])
    worker = subprocess.Popen([sys.executable, "-m", "qianxiao", "worker"])
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    print(
        f"\n千校已启动，请用浏览器打开 / Qianxiao is running, open:  http://localhost:{port}/\n"
        "演示账号和密码列在登录页 / the demo accounts are listed on the sign-in page\n"
        "按 Ctrl+C 停止 / press Ctrl+C to stop",
        flush=True,
    )
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0
    finally:
        for one in (worker, teller):
            one.terminate()
            one.wait()


def main() -> int:
    """Prepare and serve the demo. Size, seed and port come from QIANXIAO_SIZE, QIANXIAO_SEED, QIANXIAO_PORT."""
    var = Path(os.environ.get("QIANXIAO_VAR") or ROOT / "var").resolve()
    os.environ.update(QIANXIAO_DEMO="1", QIANXIAO_VAR=str(var))
    from qianxiao.config.boot import boot

    boot(owner=True)
    prepare(var, os.environ.get("QIANXIAO_SIZE", "county"), os.environ.get("QIANXIAO_SEED", "1"))
    try:
        return serve(os.environ.get("QIANXIAO_PORT", "8000"))
    finally:
        if not os.environ.get("QIANXIAO_KEEP_DATABASE"):
            from qianxiao.ops.postgres import default_data, stop

            stop(default_data())


if __name__ == "__main__":
    sys.exit(main())
