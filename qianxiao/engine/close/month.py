"""The monthly close, from registers to files: the order of the steps, resuming, and the manifest."""

import fcntl
from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import IO, Any

from qianxiao.engine.close.costs import read_costs, write_costs
from qianxiao.engine.close.ground import provinces
from qianxiao.engine.close.inputs import attach_previous, attach_raw, attach_reference, left_out, month_before
from qianxiao.engine.close.manifest import write_manifest
from qianxiao.engine.close.phases import Phases
from qianxiao.engine.close.progress import Progress
from qianxiao.engine.close.registers import check_registers
from qianxiao.engine.close.tables import run_close
from qianxiao.engine.close.touched import gather
from qianxiao.engine.engines import open_engine
from qianxiao.engine.files.month import write_files
from qianxiao.engine.io.rawview import changed_since
from qianxiao.engine.io.read import FileRead, read_folder
from qianxiao.engine.link import run_link
from qianxiao.engine.rules import run_rules
from qianxiao.engine.run import Run, Says, tell
from qianxiao.engine.sqltext import Scalar, Step


class Problem(Exception):
    """The month cannot be closed; the text says why and what to do, in Chinese and English."""


def period_params(period: int) -> dict[str, Scalar]:
    """Parameters every step may use: the month and its first and last day."""
    year, month = divmod(period, 100)
    return {
        "period": period,
        "period_start": period * 100 + 1,
        "period_end": period * 100 + monthrange(year, month)[1],
    }


@contextmanager
def only_one(out: Path) -> Iterator[IO[str]]:
    """Hold the result folder: two closes at once would mix their tables. Yields the lock."""
    out.mkdir(parents=True, exist_ok=True)
    out.chmod(0o700)  # results name people
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(
                f"另一个结账正在写入 {out}，请等它结束。/ Another close is writing to {out}; wait for it to end."
            ) from None
        yield lock


def no_register(source: Path) -> str:
    """What is said when nobody registered was delivered."""
    return f"{source} 里没有可读的建档立卡登记册，无法结账。/ {source} holds no readable register of poor people."


def _moved(names: str) -> str:
    """What is said when a file was replaced while it was being read."""
    return (
        f"读取期间文件被改动：{names}。请等文件交送完毕再结账。/"
        f" Changed while being read: {names}. Close again when delivery has ended."
    )


def close_month(
    period: int,
    source: Path,
    out: Path,
    engine: str = "duckdb",
    options: Sequence[tuple[str, str]] = (),
    says: Says = tell,
    keep: str = "",
    whole: bool = False,
) -> dict[str, Any]:
    """Close `period` (yyyymm) over the registers in `source`; results under `out`. Returns the manifest.

    A folder that holds nothing but one folder per province is a nation (docs/guide/nation.md); `keep` says what stays
    of it: `results` (usual) or `all` tables. Raises Problem when there is nothing to close. Killed at any moment, the
    next call goes on where it stopped. A month stands on the month before and decides anew only who is touched;
    `whole` decides everybody, with the same result.
    """
    if not source.is_dir():
        raise Problem(f"找不到登记册文件夹 {source}。/ There is no register folder {source}.")
    with only_one(out) as lock:
        if provinces(source):
            return _nation(period, source, out, engine, options, says, keep or "results", lock)
        return _close(period, source, out, engine, options, says, whole)


def _nation(
    period: int,
    source: Path,
    out: Path,
    engine: str,
    options: Sequence[tuple[str, str]],
    says: Says,
    keep: str,
    lock: IO[str],
) -> dict[str, Any]:
    from qianxiao.engine.close.nation import Failed, close_nation  # its provinces go through the phases below

    try:
        return close_nation(period, source, out, engine, options, keep, lock, says)
    except (Failed, ValueError) as failed:
        raise Problem(str(failed)) from failed


def _read(source: Path, home: Path, before: Path | None, says: Says, views: bool) -> list[FileRead]:
    """Read the delivered files; what is said about them is told. Raises Problem when nobody registered is among them."""
    earlier = before / "raw" if before else None
    reads = read_folder(source, home / "raw", home / "scratch", says, earlier, views=views)
    for read in reads:
        for problem in read.problems:
            says(f"  ! {problem.zh} / {problem.en}")
    if not any(read.register == "poor" and read.rows for read in reads):
        raise Problem(no_register(source))
    return reads


def _close(
    period: int,
    source: Path,
    out: Path,
    engine: str,
    options: Sequence[tuple[str, str]],
    says: Says,
    whole: bool,
) -> dict[str, Any]:
    home = out / f"{period // 100}-{period % 100:02d}"
    before = month_before(out, period)
    progress = Progress(read_costs(before))
    phases = Phases(says, progress)
    if gap := left_out(before, period):
        says(f"  ! {gap['zh']} / {gap['en']}")
    phases.begin("reading", f": {source}")
    reads = _read(source, home, before, says, engine == "duckdb")
    (home / "manifest.json").unlink(missing_ok=True)  # from here on the tables may differ from what it says
    rmtree(home / "spill", ignore_errors=True)  # of an attempt that was killed
    with open_engine(engine, home / "spill", options) as opened:
        run = Run(opened, period, home / "tables", out / ".index", period_params(period), says)
        run.pace = progress
        attach_raw(run, home / "raw")
        attach_reference(run)
        previous = attach_previous(run, out)
        if whole:
            run.before = None
        phases.begin("checking")
        check_registers(run)
        if changed := changed_since(source, home / "raw", reads):
            raise Problem(_moved("、".join(changed)))
        phases.begin("linking")
        run.build(
            Step("decisions", ("clean_decisions",), "register, rec_id", "select * from clean_decisions", "")
        )
        run_link(run)
        gather(run)
        phases.begin("deciding")
        run_rules(run)
        phases.begin("closing")
        run_close(run)
        phases.begin("files")
        write_files(run, reads, source, home)
        manifest = write_manifest(run, reads, home, previous, gap)
        phases.end()
    write_costs(home, progress.costs())
    for left in ("scratch", "spill"):
        rmtree(home / left, ignore_errors=True)
    says(f"完成 / done: {home}")
    return manifest
