"""I1: every hostile file is answered with its cause, by a child whose memory and time are bound, and nothing of it stays."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from qianxiao.base.paths import ROOT
from qianxiao.engine.io.child import Limits, workbook_cells
from qianxiao.engine.io.guard import limits_for
from qianxiao.engine.io.layouts import settings
from qianxiao.engine.io.workbook import Refused
from tests.imports.hostile import KINDS, _strings
from tests.imports.rosters import book, counts, entries, held, person, read, text, upload

SignIn = Callable[[str], Client]
Work = Callable[[], None]
MOST_MB, MOST_SECONDS = 512, 5
_MEASURED = """
import json, os, resource, sys
from pathlib import Path
from qianxiao.engine.io import upload
from qianxiao.engine.io.uploadsql import Place
order = upload.Order(sys.argv[1], sys.argv[2], 'poor', 202006, Place('region', (('621126', '621126:'),)))
told = upload.take(order, lambda phase: None)
faults = []
if not told['refused']:
    import duckdb
    path = Path(sys.argv[2]) / 'tables' / 'faults.parquet'
    faults = [row[0] for row in duckdb.sql(f"select distinct fault from read_parquet('{path}')").fetchall()]
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({**told, 'kinds': faults, 'child_mb': used.ru_maxrss / 1024, 'child_seconds': used.ru_utime + used.ru_stime,
    'own_mb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def _measured(folder: Path, kind: str) -> dict[str, object]:
    name, make, _cause = KINDS[kind]
    source, out = folder / "in", folder / "work"
    source.mkdir()
    out.mkdir()
    made = make(source / name)
    assert made is None or made == source / name
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(source), str(out)],
        capture_output=True, text=True, env=environment, check=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_cause_is_named_and_the_child_stays_small(kind: str, tmp_path: Path) -> None:
    told = _measured(tmp_path, kind)
    cause = KINDS[kind][2]
    problems: list[dict[str, str]] = told["problems"]  # type: ignore[assignment]
    print(
        f"\nI1 {kind}: child {told['child_mb']:.0f} MB {told['child_seconds']:.1f} s, reader {told['own_mb']:.0f} MB"
    )
    if cause.startswith("row:"):
        assert cause[4:] in told["kinds"] and told["good"] == 0 and told["wrong"] == 1  # type: ignore[operator]
    else:
        assert told["refused"]
        assert cause in [one["code"] for one in problems if one["level"] == "error"], problems
        assert all(one["zh"] and one["en"] for one in problems)
    assert told["child_mb"] <= MOST_MB and told["child_seconds"] <= MOST_SECONDS  # type: ignore[operator]


def test_the_child_is_bound_whatever_the_guard_missed(tmp_path: Path) -> None:
    """The second wall alone: what the guard would have refused is stopped by the limits of the child."""
    path = _strings(tmp_path / "a.xlsx", 12_000_000)
    with pytest.raises(Refused) as refused:
        workbook_cells(path, tmp_path, limits_for(path))
    assert refused.value.code == "too_large"
    assert limits_for(path).memory_mb == MOST_MB and limits_for(path).cpu_seconds < MOST_SECONDS


def test_red_without_guard_and_limits(tmp_path: Path) -> None:
    """Control: the same file, read as a trusted one, takes more than the child may have."""
    path = _strings(tmp_path / "a.xlsx", 12_000_000)
    code = (
        "import resource, sys; from pathlib import Path; from qianxiao.engine.io.child import *;"
        "workbook_cells(Path(sys.argv[1]), Path(sys.argv[2]), Limits(8000, 300, 3000));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(tmp_path)],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    assert float(done.stdout) > MOST_MB


def test_formulas_pass_where_they_are_trusted(tmp_path: Path) -> None:
    """Control: without the strict reading the formula's last result is taken for a number."""
    from tests.imports.hostile import _formula

    path = _formula(tmp_path / "a.xlsx")
    trusted = workbook_cells(path, tmp_path, Limits(4000, 60, 3000))
    assert "13800000000" in trusted[0].path.read_text(encoding="utf-8")
    strict = workbook_cells(path, tmp_path, limits_for(path))
    assert "#FORMULA!" in strict[0].path.read_text(encoding="utf-8")


def test_the_worker_lives_on_and_nothing_stays(
    sign_in: SignIn, work: Work, imports: Path, tmp_path: Path
) -> None:
    county = sign_in("county")
    (tmp_path / "bad").mkdir()
    name, make, _cause = KINDS["phantom rows"]
    make(tmp_path / "bad" / name)
    bad = upload(county, tmp_path / "bad" / name)
    good = upload(county, book(tmp_path / "good", [person(0)]))
    work()
    assert held(bad).state == "refused" and held(good).state == "ready"
    assert "解压后远大于" in text(county, bad)
    assert counts(bad) == {} and counts(good) == {"rows": 1, "new": 1} and entries() == 0
    assert list((imports / "scratch").iterdir()) == []


def test_a_cell_beyond_what_a_roster_may_hold_is_data(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    longest = int(settings()["upload"]["cell_chars"])
    rows = [person(0, 姓名="长" * longest), person(1, 姓名="长" * (longest + 1))]
    assert counts(read(sign_in("county"), work, book(tmp_path / "in", rows))) == {
        "rows": 2,
        "new": 1,
        "wrong": 1,
    }
