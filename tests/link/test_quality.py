"""Links on a small generated nation against its truth, and what must hold of any result (19-05-04)."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.matching.run import COMPARED, FIGURES, link, prepare
from qianxiao.engine.engines import open_engine
from qianxiao.engine.sqltext import Step
from tests.link.cast import World, crowd, mention, number, person

SURNAMES, GIVEN = "赵钱孙李周吴郑王", ["国建", "玉秀", "桂兰", "军", "秀", "?建", "国·建"]


@pytest.mark.heavy
def test_half_a_million_against_the_truth(tmp_path: Path) -> None:
    """500,000 registered people and 100,000 trainee rows: the goals of the matching, on every run of the tests."""
    prepare(tmp_path, 500_000, 7)
    with open_engine("duckdb", tmp_path / "spill") as engine:
        run, _ = link(engine, tmp_path, ["trainees", "students"])
        engine.attach("truth", tmp_path / "truth" / "links.parquet")
        run.build(Step("compared", ("mentions", "persons", "links", "doubts"), "", COMPARED, ""))
        mentions, truth, got, right, wrong, _ = engine.rows(f"select {FIGURES} from compared")[0]
        spread = engine.rows(f"select language, {FIGURES} from compared group by language")
    assert mentions > 100_000 and truth > 30_000
    precision, recall = right / got, right / truth
    assert precision >= 0.9999, f"{wrong} wrong of {got}"
    assert recall >= 0.997
    assert 2 * precision * recall / (precision + recall) >= 0.9985
    assert {row[0] for row in spread} >= {"han", "hui", "miao", "tibetan", "uyghur", "yi", "zhuang"}
    # nobody is matched worse for the language of her name: at most half a point below the whole
    assert [row for row in spread if row[4] / row[2] < recall - 0.005] == []


@st.composite
def mixed_up(draw: st.DrawFn) -> World:
    """A world of clashing names, numbers, phones: whatever comes, each mention has one fate."""
    dice = random.Random(draw(st.integers(0, 10**6)))
    pool = [number(19700101 + dice.randrange(28), serial) for serial in range(100, 106)]
    phones = [None, "13900000001", "13900000002"]

    def name() -> str:
        return dice.choice(SURNAMES) + dice.choice(GIVEN)

    def written() -> str | None:
        told = dice.choice([*pool, None])
        return told[:16] + dice.choice("0123456789") + told[17:] if told and dice.random() < 0.4 else told

    people = [person(f"Q{i}", name(), written(), f"HQ{i // 3}", phone=dice.choice(phones)) for i in range(20)]
    rows = [
        mention(f"q{i}", name(), written(), phone=dice.choice(phones), region=dice.choice([None, "990001"]))
        for i in range(40)
    ]
    return World(Path(), people=crowd(60) + people, mentions=rows)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=mixed_up())
def test_no_mention_has_two_fates(tmp_path_factory: pytest.TempPathFactory, world: World) -> None:
    world.root = tmp_path_factory.mktemp("mixed")
    result = world.close()
    linked = [row["rec_id"] for row in result.records("links")]
    doubted = [(row["rec_id"], row["rank"]) for row in result.records("doubts")]
    assert len(linked) == len(set(linked))
    assert len(doubted) == len(set(doubted))
    assert set(linked).isdisjoint(rec_id for rec_id, _ in doubted)
    assert sum(row["n"] for row in result.records("link_counts")) == len(world.mentions)
    names = {row["rec_id"]: row for row in world.mentions}
    for row in result.records("links"):
        assert row["ev_name"] not in (7, 8)  # never by number alone
        assert names[row["rec_id"]]["id_no"] or names[row["rec_id"]]["phone"] or names[row["rec_id"]]["birth"]
