"""Every link is explained field by field, and the bits of the fields add up to what decided (19-05-04)."""

from pathlib import Path

import duckdb
import pytest

from qianxiao.engine.link import explain
from tests.link.cast import World, crowd, mention, number, person

ANNA = number(19950321, 123)
PEOPLE = [
    person("P1", "杨秀梅", ANNA, phone="13900000002"),
    person("P2", "费润燕", number(19910505, 12), "H2", phone="13900000004"),
    person("P3", "费大山", number(19660102, 31), "H2", phone="13900000003"),
]
MENTIONS = [
    mention("own", "杨秀梅", ANNA, phone="13900000002"),
    mention("sound", "杨秀玫", ANNA),
    mention("lent", "费润燕", number(19660102, 31), region="990001100201", phone="13900000004"),
    mention("other", "李大海", ANNA),
    mention("nobody", "无名氏", None),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month linked; where its memory lies."""
    root = tmp_path_factory.mktemp("explain")
    World(root, people=crowd() + PEOPLE, mentions=MENTIONS).close(202005)
    return root


def memory(root: Path, period: int = 202005) -> Path:
    """The memory of a month."""
    return root / "duckdb-index" / "link" / str(period)


def test_bits_add_up_to_what_decided(place: Path) -> None:
    scored = duckdb.sql(
        f"select mkey, person_no, bits from '{place}/duckdb-index-202005/link_scored.parquet'"
    )
    rows = scored.fetchall()
    assert len(rows) >= len(MENTIONS) - 1
    for mkey, person_no, bits in rows:
        found = {one.person_no: one for one in explain(memory(place), *mkey.split("|", 1))}
        assert found[person_no].bits == bits
        assert found[person_no].prior + sum(reason.bits for reason in found[person_no].reasons) == bits


def test_each_field_says_what_it_saw(place: Path) -> None:
    best = explain(memory(place), "trainees", "lent")[0]
    assert best.person_no == "P2"
    said = {reason.field: reason for reason in best.reasons}
    assert said["id"].level == "household"
    assert said["name"].level == "equal" and said["name"].bits > 500
    assert said["phone"].level == "equal" and said["phone"].bits > 0
    assert said["birth"].level == "none" and said["birth"].bits == 0


def test_a_number_of_somebody_else_speaks_against(place: Path) -> None:
    found = explain(memory(place), "trainees", "other")
    assert [one.person_no for one in found] == ["P1"]
    name = next(reason for reason in found[0].reasons if reason.field == "name")
    assert name.level == "different" and name.bits < 0


def test_who_resembles_nobody_has_no_candidates(place: Path) -> None:
    assert explain(memory(place), "trainees", "nobody") == []
    assert explain(memory(place), "trainees", "no such row") == []


def test_a_later_month_explains_what_it_decided_anew(tmp_path: Path) -> None:
    world = World(tmp_path, people=crowd() + PEOPLE, mentions=MENTIONS)
    world.close(202005)
    world.people = [
        {**row, "phone": "13911111111"} if row["person_no"] == "P1" else row for row in world.people
    ]
    world.close(202006)
    phones = []
    for period in (202005, 202006):
        best = explain(memory(tmp_path, period), "trainees", "own")[0]
        phones.append(next(reason.level for reason in best.reasons if reason.field == "phone"))
    assert phones == ["equal", "different"]
    assert explain(memory(tmp_path, 202006), "trainees", "sound") == explain(
        memory(tmp_path), "trainees", "sound"
    )
