"""Items decided by application, over whole rosters: months, places, funds, bases, and who comes first in which year."""

import csv
from pathlib import Path

import pytest

from qianxiao.cli import main
from qianxiao.engine.rules.load import every_rule, load_rules

Row = dict[str, str]
WORK = {"work_line": "3", "claim_day": "20200810", "employer_kind": "1", "sector": "H", "foreign_trade": "0", "active_firm": "1", "months_before": "0",
        "elsewhere": "0", "wages_paid": "1"}  # fmt: skip
STUDENT = {
    "school_approved": "1",
    "needy": "1",
    "poor": "0",
    "epidemic_hit": "0",
    "graduating": "0",
    "score": "80",
    "other_grant": "0",
}


def decided(
    item: str, rows: list[Row], tmp_path: Path, capsys: pytest.CaptureFixture[str], region: str, day: int
) -> list[Row]:
    """What `qianxiao policies decide` prints."""
    path = tmp_path / "roster.csv"
    names = sorted({name for row in rows for name in row})
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerows(rows)
    assert main(["policies", "decide", item, "--in", str(path), "--region", region, "--day", str(day)]) == 0
    return list(csv.DictReader(capsys.readouterr().out.splitlines()))


def test_work_for_training_is_persons_times_rate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """20-03-01: two persons, a seventh month, somebody of another employer, one line twice."""
    rows = [
        {"key": "甲", **WORK}, {"key": "乙", **WORK, "months_before": "5"}, {"key": "丙", **WORK, "months_before": "6"},
        {"key": "丁", **WORK, "elsewhere": "1"}, {"key": "甲", **WORK}, {"key": "戊", **WORK, "also": "training_subsidy"},
    ]  # fmt: skip
    found = decided("work_for_training", rows, tmp_path, capsys, "522301", 20200731)
    said = [(row["key"], int(row["amount"]), row["why"], row["failed"]) for row in found]
    assert sorted(said) == sorted([
        ("甲", 50000, "", ""), ("乙", 50000, "", ""), ("甲", 0, "twice", ""), ("丙", 0, "rule", "months"),
        ("丁", 0, "rule", "once"), ("戊", 0, "excluded:training_subsidy", ""),
    ])  # fmt: skip
    assert sum(amount for _key, amount, _why, _failed in said) == 2 * 50000


@pytest.mark.parametrize(
    ("changed", "day", "verdict"),
    [
        ({"work_line": "1", "employer_scale": "1", "hard_to_employ": "1", "hired_on": "20200515"}, 20200731, "size"),  # 20-03-02
        ({"work_line": "1", "employer_scale": "2", "hard_to_employ": "1", "hired_on": "20191215"}, 20200731, "hired"),
        ({"work_line": "2", "employer_scale": "3", "power_drop": "69", "energy_drop": "0", "revenue_drop": "0"}, 20200731, "halted"),  # 20-03-03
        ({"work_line": "2", "employer_scale": "3", "power_drop": "70", "energy_drop": "0", "revenue_drop": "0"}, 20200731, ""),
        ({"sector": "C"}, 20200731, "sector"),  # 20-03-04
        ({"sector": "C", "foreign_trade": "1"}, 20200731, ""),
        ({"claim_day": "20210115"}, 20201231, "window"),  # 20-03-05: after the year, and within the extension
        ({"claim_day": "20210115"}, 20210101, ""),
        ({"work_line": "0", "poor": "1", "employer_kind": "3", "claim_day": "20190815"}, 20190731, ""),
        ({"work_line": "3", "claim_day": "20190815"}, 20190731, "window"),
    ],
)  # fmt: skip
def test_lines_of_policy(
    changed: Row, day: int, verdict: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = decided("work_for_training", [{"key": "甲", **WORK, **changed}], tmp_path, capsys, "522301", day)
    assert (row["failed"], row["verdict"]) == (verdict, "not_due" if verdict else "due")


def test_fledgling_ranks_by_the_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """19-15-03: registered poor first, the others say why; 20-09-04: in 2020 those hit by the epidemic before others."""
    rows = [
        {"key": "a", **STUDENT, "score": "95"}, {"key": "b", **STUDENT, "score": "75", "epidemic_hit": "1"},
        {"key": "c", **STUDENT, "poor": "1", "score": "71"}, {"key": "d", **STUDENT, "score": "90"},
        {"key": "e", **STUDENT, "also": "national_grant"}, {"key": "f", **STUDENT, "graduating": "1"},
    ]  # fmt: skip

    def order(day: int) -> list[tuple[str, str, str]]:
        found = decided("fledgling", rows, tmp_path, capsys, "440000", day)
        return [(row["key"], row["place"], row["why"]) for row in found]

    assert order(20191001) == [
        ("c", "1", ""), ("a", "2", ""), ("d", "3", ""), ("b", "4", "places"), ("e", "0", "excluded:national_grant"), ("f", "0", "rule"),
    ]  # fmt: skip
    assert [key for key, _place, why in order(20201001) if not why] == ["c", "b", "a"]


def test_a_school_grant_stays_within_its_fund(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """19-15-02: forty students for a fund of 50,000 yuan."""
    told = {"enrolled": "1", "poor": "1", "low_income": "0", "fund_left": "5000000"}
    rows = [{"key": f"{number:02}", **told, "score": str(60 + number)} for number in range(40)]
    found = decided("school_grant", rows, tmp_path, capsys, "520526", 20191101)
    paid = [row for row in found if row["amount"] != "0"]
    assert sum(int(row["amount"]) for row in paid) == 33 * 150000 <= 5000000
    assert {row["why"] for row in found if row not in paid} == {"fund"}
    assert min(int(row["key"]) for row in paid) == 7


def test_a_roster_that_cannot_be_read_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "roster.csv"
    for text, said in (("key,poor\na,maybe\n", "roster.csv:2: 'poor' is 1 or 0"), ("key,iq\na,1\n", "roster.csv:2: no such fact: iq"),
                       ("key,score\na,1\nb,x\n", "roster.csv:3: 'score' is a whole number")):  # fmt: skip
        path.write_text(text, encoding="utf-8")
        assert (
            main(
                ["policies", "decide", "fledgling", "--in", str(path), "--region", "52", "--day", "20191001"]
            )
            == 1
        )
        assert said in capsys.readouterr().out
    assert (
        main(["policies", "decide", "nothing", "--in", str(path), "--region", "52", "--day", "20191001"]) == 1
    )


def test_the_close_decides_by_its_own_items_only() -> None:
    """What an application decides has no place in the month: the two lists share nothing, and every amount is cited."""
    closed, every = {file.item for file in load_rules()}, every_rule()
    online = {file.item for file in every if file.online}
    assert not closed & online and len(online) == 11 and closed | online == {file.item for file in every}
