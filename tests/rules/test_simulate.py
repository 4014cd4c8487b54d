"""Rules tried on a closed month: the published ones change nothing, a draft says who gains, who loses, and how much."""

import csv
import json
from pathlib import Path

import pytest

from qianxiao.cli import main
from qianxiao.engine.rules.simulate import COLUMNS, simulate
from tests.rules.test_engines import mixed
from tests.rules.test_rates import NEW, OLD, copied, many
from tests.rules.world import World, close

GIVEN = """select item, count(*), count(case when verdict = 'due' then 1 end), count(case when verdict = 'unknown' then 1 end),
  count(stop), count(distinct case when verdict = 'due' then person_no end), sum(amount) from due group by item order by item"""
Found = dict[tuple[str, str | None], dict[str, object]]


def closed(folder: Path, world: World, policies: Path | None = None) -> list[tuple[object, ...]]:
    """Close a world under a folder as a month; what the close gives, by item."""
    engine = close(world, folder, policies)
    (folder / "manifest.json").write_text(json.dumps({"period": 202005}), encoding="utf-8")
    found = engine.rows(GIVEN)
    engine.close()
    return found


def tried(folder: Path, policies: Path | None = None) -> Found:
    rows = simulate(folder, folder / "scratch", policies)
    return {(row[0], row[1]): dict(zip(COLUMNS, row, strict=True)) for row in rows}


def test_the_published_rules_give_what_the_close_gives(tmp_path: Path) -> None:
    wanted = closed(tmp_path, mixed())
    totals = {item: row for (item, county), row in tried(tmp_path).items() if county is None}
    names = ("item", "lines", "due", "unknown", "stopped", "people", "fen")
    assert [tuple(totals[str(row[0])][name] for name in names) for row in wanted] == wanted
    assert sum(int(str(row["due"])) for row in totals.values()) > 10
    assert any(row["stopped"] for row in totals.values())
    assert all(row["gaining"] == row["losing"] == row["more_fen"] == 0 for row in totals.values())
    for row in totals.values():
        parts = [int(str(row[name])) for name in ("due", "refused", "unknown", "stopped")]
        assert sum(parts) == row["lines"]


def test_a_draft_says_who_gains_and_how_much(tmp_path: Path) -> None:
    before = {row[0]: row for row in closed(tmp_path / "month", many())}
    draft = copied(tmp_path / "policies", OLD, NEW)
    after = {row[0]: row for row in closed(tmp_path / "drafted", many(), draft)}
    found = tried(tmp_path / "month", draft)
    item = "living_allowance"
    total, more = found[item, None], int(str(after[item][6])) - int(str(before[item][6]))
    assert total["fen"] == after[item][6]
    assert total["more_fen"] == more != 0
    assert (total["gaining"], total["losing"]) == ((2, 0) if more > 0 else (0, 2))
    counties = [row for (name, county), row in found.items() if name == item and county is not None]
    assert sum(int(str(row["more_fen"])) for row in counties) == more
    assert any(row["more_fen"] == 0 for row in counties)


def test_the_command_prints_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = closed(tmp_path, many())
    assert main(["policies", "survey", "--in", str(tmp_path), "--counties"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {row["item"] for row in rows} == {str(row[0]) for row in wanted}
    assert any(row["county"] for row in rows)
    assert main(["policies", "survey", "--in", str(tmp_path / "nowhere")]) == 1
