"""A second month costs what changed, decides alike, and honours what people decided (19-05-04)."""

import shutil
from pathlib import Path

import pytest

from tests.link.cast import Record, Result, World, crowd, mention, number, person

ANNA = number(19950321, 123)
TWIN_1, TWIN_2 = number(19980817, 101), number(19980817, 103)


def world(root: Path, engine: str = "duckdb") -> World:
    """Three thousand people; mentions right, damaged and of strangers."""
    people = [
        *crowd(),
        person("P1", "杨秀梅", ANNA),
        person("T1", "罗玉春", TWIN_1, "HT"),
        person("T2", "罗玉秋", TWIN_2, "HT"),
    ]
    rows = [
        mention("own", "杨秀梅", ANNA),
        mention("lent", "李大海", ANNA),
        mention("twin", "罗玉秋", TWIN_1),
    ]
    for i, one in enumerate(crowd()[::17]):
        slip = one["id_no"][:9] + str((int(one["id_no"][9]) + 1) % 10) + one["id_no"][10:]
        id_no = (one["id_no"], slip, None, one["id_no"][:-1])[i % 4]
        rows.append(
            mention(f"m{i}", one["name"], id_no, region=one["county"], phone=one["phone"] if i % 3 else None)
        )
    return World(root, people=people, mentions=rows, engine=engine)


def decision(rec_id: str, person_no: str, verdict: str, decided_on: int = 20200520) -> Record:
    """What somebody decided on a doubt."""
    return {
        "register": "trainees", "rec_id": rec_id, "person_no": person_no, "verdict": verdict,
        "decided_by": "tester", "decided_on": decided_on, "reason": "seen the papers",
    }  # fmt: skip


def change(one: World) -> None:
    """A new month: a person gone, one renamed, one new, three new mentions."""
    one.people = [row for row in one.people if row["person_no"] != "C00017"]
    one.people[40] = {**one.people[40], "name": "欧阳宏图"}
    one.people.append(person("N1", "龚小川", number(19970605, 71), phone="13999999999"))
    one.mentions += [
        mention("new", "龚小川", number(19970605, 71)),
        mention("again", "杨秀梅", ANNA, phone="13812345678"),
        mention("gone", crowd()[17]["name"], crowd()[17]["id_no"]),
    ]


def test_second_month_equals_a_full_run(tmp_path: Path) -> None:
    one = world(tmp_path)
    first = one.close(202005)
    change(one)
    shutil.copytree(tmp_path / "duckdb-index", tmp_path / "duckdb-full")
    # what was learned stays; without the derived columns everybody is looked at again
    shutil.rmtree(tmp_path / "duckdb-full" / "link" / "202005" / "link_p")
    full = one.close(202006, "full")
    second = one.close(202006)
    assert second.tables == full.tables
    assert full.counts["link_p_new"] == len(one.people)
    assert second.counts["link_p_new"] == 2
    assert second.counts["link_asked"] < len(one.mentions) / 5
    assert first.tables != second.tables
    assert second.link("new") == ("N1", "exact")
    assert second.link("gone") is None


def test_nothing_new_decides_nothing_anew(tmp_path: Path) -> None:
    one = world(tmp_path)
    first = one.close(202005)
    second = one.close(202006)
    assert second.counts["link_asked"] == second.counts["link_p_new"] == second.counts["link_names_new"] == 0
    assert second.tables["links"] == first.tables["links"]


def test_same_month_again_is_the_same(tmp_path: Path) -> None:
    one = world(tmp_path)
    first = one.close(202005)
    shutil.rmtree(tmp_path / "duckdb-index-202005")
    assert one.close(202005).tables == first.tables


def test_people_decide_over_everything_and_next_month_too(tmp_path: Path) -> None:
    one = world(tmp_path)
    assert one.close(202004).link("own") == ("P1", "exact")
    one.decisions = [
        decision("own", "P1", "不是同一人"),
        decision("lent", "P1", "同一人"),
        decision("twin", "T2", "同一人"),
    ]
    for period in (202005, 202006):
        result = one.close(period)
        assert result.link("own") is None
        assert result.link("lent") == ("P1", "decided")
        assert result.link("twin") == ("T2", "decided")
        assert result.doubt("own") == result.doubt("lent") == result.doubt("twin") == []
        one.decisions = []
    one.decisions = [decision("own", "P1", "同一人", 20200701)]
    assert one.close(202007).link("own") == ("P1", "decided")


@pytest.mark.cluster
def test_both_engines_decide_alike(tmp_path: Path) -> None:
    results: list[Result] = []
    for engine in ("duckdb", "spark"):
        one = world(tmp_path, engine)
        one.decisions = [decision("lent", "P1", "同一人")]
        results.append(one.close(202005))
        change(one)
        one.decisions = []
        results.append(one.close(202006))
    assert results[0].tables == results[2].tables
    assert results[1].tables == results[3].tables
    assert results[0].counts == results[2].counts
    assert results[1].counts == results[3].counts
