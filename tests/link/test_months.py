"""A second month costs what changed, decides alike, and honours what people decided (19-05-04)."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


class Town:
    """A small place where numbers, phones, names and households clash, and change hands from month to month."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.numbers = [number(19700101 + self.dice.randrange(28), serial) for serial in range(100, 112)]
        self.phones = [None, *(f"1390000000{i}" for i in range(4))]

    def name(self) -> str:
        return self.dice.choice("赵钱孙李") + self.dice.choice(["国建", "玉秀", "玉绣", "军", "?建", "国·建"])

    def written(self) -> str | None:
        told = self.dice.choice([*self.numbers, None])
        if told and self.dice.random() < 0.3:
            return told[:16] + self.dice.choice("0123456789") + told[17:]
        return told

    def person(self, i: int) -> Record:
        home = self.dice.choice(["990001100201", "990001100202", "990002100201"])
        phone = self.dice.choice(self.phones)
        return person(
            f"Q{i}", self.name(), self.written(), f"HQ{self.dice.randrange(6)}", phone=phone, region=home
        )

    def mention(self, i: int) -> Record:
        place = self.dice.choice([None, "990001", "990001100201"])
        return mention(
            f"q{i}", self.name(), self.written(), phone=self.dice.choice(self.phones), region=place
        )

    def month_on(self, one: World) -> None:
        """Some people and mentions change, some go, some come."""
        for i in self.dice.sample(range(24), 5):
            one.people = [row for row in one.people if row["person_no"] != f"Q{i}"]
            if self.dice.random() < 0.8:
                one.people.append(self.person(i))
        for i in self.dice.sample(range(40), 4):
            one.mentions = [row for row in one.mentions if row["rec_id"] != f"q{i}"]
            if self.dice.random() < 0.8:
                one.mentions.append(self.mention(i))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_whatever_changes_the_index_gives_what_a_full_run_gives(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    root, town = tmp_path_factory.mktemp("town"), Town(seed)
    one = World(root, people=crowd(60) + [town.person(i) for i in range(24)])
    one.mentions = [town.mention(i) for i in range(40)]
    one.close(202005)
    for period in (202006, 202007):
        town.month_on(one)
        shutil.copytree(root / "duckdb-index", root / f"duckdb-full{period}")
        shutil.rmtree(root / f"duckdb-full{period}" / "link" / str(period - 1) / "link_p")
        assert one.close(period).tables == one.close(period, f"full{period}").tables


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
