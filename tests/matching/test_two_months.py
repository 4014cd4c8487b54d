"""Two months around some decisions: a decided doubt is not asked again, one whose data changed is, others wait on."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from qianxiao.cli import main
from qianxiao.programme.matching.models import Doubt, Intake, Ruling
from qianxiao.returns.close.actions import load_close
from tests.matching.registers import person_of, write
from tests.scoped import all_rows, as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]


def _close(month: str, registers: Path, out: Path) -> None:
    """Close a month in a process of its own, as its user would."""
    words = ["close", "--period", month, "--in", str(registers), "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "qianxiao", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def _table(out: Path, month: str, name: str, what: str) -> set[tuple[str, ...]]:
    with duckdb.connect() as con:
        rows = con.execute(
            f"SELECT {what} FROM '{out}/{month}/tables/{name}.parquet' WHERE register = 'trainees'"
        ).fetchall()
    return set(rows)


@pytest.fixture(scope="module")
def may(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the registers of two months and May closed."""
    root = tmp_path_factory.mktemp("months")
    write(root / "2020-05")
    _close("2020-05", root / "2020-05", root / "out")
    return root


def _doubts() -> dict[str, Doubt]:
    """Doubts of the five rows by the row's number."""
    found = {one.rec_shown: one for one in all_rows(Doubt).exclude(state="gone")}
    assert set(found) == {f"T{i}" for i in range(1, 6)}
    return found


def _say(client: Client, doubt: Doubt, verb: str, **told: str) -> None:
    said = {"verb": verb, "seen": bytes(doubt.content).hex(), **told}
    assert client.post(f"/match/doubts/{doubt.pk}/decide", said).status_code == 302


def _export(file: Path, month: str) -> list[list[str]]:
    """The register of decisions as the command writes it, its header checked."""
    assert main(["matching", "decisions", "--period", month, "--out", str(file)]) == 0
    assert file.stat().st_mode & 0o077 == 0
    with file.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head == ["登记册", "记录编号", "人编号", "结论", "认定人", "认定日期", "理由"]
    return rows


def _june_as_told(county: Client, before: dict[str, Doubt]) -> None:
    """After June: the decided ones stay, the one with other data is asked again, the same pairs throughout."""
    after = _doubts()
    assert {rec: one.state for rec, one in after.items()} == {
        "T1": "same", "T2": "apart", "T3": "open", "T4": "open", "T5": "open",
    }  # fmt: skip
    assert {rec: one.pk for rec, one in after.items()} == {rec: one.pk for rec, one in before.items()}
    assert (after["T3"].seen_name, after["T3"].first_period) == ("尉迟敬德", 202006)
    assert (after["T4"].first_period, after["T4"].period) == (202005, 202006)
    verbs = list(all_rows(Ruling).filter(doubt=after["T3"]).order_by("id").values_list("verb", flat=True))
    assert verbs == ["apart", "lapsed"]
    done = Intake.objects.latest("id")
    assert (done.rows, done.new, done.lapsed, done.gone) == (2, 0, 1, 0)
    refused = county.post(f"/match/doubts/{after['T1'].pk}/withdraw")
    assert refused.status_code == 422 and "不能再撤回" in refused.content.decode()


def test_a_decision_is_asked_again_only_when_the_data_change(may: Path, county: Client) -> None:
    with as_owner():
        load_close(may / "out", 202005, "tester")
    open_doubts = _doubts()
    assert all(bytes(one.sealed) and one.reasons["name"] < 0 for one in open_doubts.values())
    for one in open_doubts.values():
        parts = [bits for field, bits in one.reasons.items() if field != "against"]
        assert sum(parts) == one.bits, "prior and fields add up to the weight that made the doubt"
    _say(county, open_doubts["T1"], "same")
    _say(county, open_doubts["T2"], "apart", reason_apart="other_id")
    _say(county, open_doubts["T3"], "apart", reason_apart="papers", note="看过户口簿")
    _say(county, open_doubts["T5"], "apart", reason_apart="asked")
    assert county.post(f"/match/doubts/{open_doubts['T5'].pk}/withdraw").status_code == 302

    june = write(may / "2020-06", {"T3": "尉迟敬德"})
    file = june / "人工比对结论.csv"
    rows = _export(file, "2020-06")
    assert sorted((row[1], row[2], row[3], row[6]) for row in rows) == [
        ("T1", person_of("T1"), "同一人", ""),
        ("T2", person_of("T2"), "不是同一人", "证件号码为他人所有"),
        ("T3", person_of("T3"), "不是同一人", "查看证件或户口簿，不是本人；看过户口簿"),
    ]

    without = may / "without"
    shutil.copytree(may / "out", without)
    _close("2020-06", june, may / "out")
    asked = {rec for (rec,) in _table(may / "out", "2020-06", "doubts", "rec_id")}
    assert asked == {"T4", "T5"}
    assert ("T1", person_of("T1"), "decided") in _table(
        may / "out", "2020-06", "links", "rec_id, person_no, link_class"
    )

    with as_owner():
        load_close(may / "out", 202006, "tester")
    _june_as_told(county, open_doubts)

    # the close was told "apart" about T3: it has to hear that this no longer counts
    told = {row[1]: row[3] for row in _export(file, "2020-07")}
    assert told == {"T1": "同一人", "T2": "不是同一人", "T3": "撤回"}

    # control: without the register of decisions the same month asks everything again
    file.unlink()
    _close("2020-06", june, without)
    assert {rec for (rec,) in _table(without, "2020-06", "doubts", "rec_id")} == {
        f"T{i}" for i in range(1, 6)
    }
