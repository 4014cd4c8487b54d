"""Who wins a row that two provinces link: a ruling, then the stronger evidence, then the province that delivered it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qianxiao.engine.close.exchange import verdicts_step
from qianxiao.engine.close.guests import settle_steps
from qianxiao.engine.close.province import SQL
from qianxiao.engine.engines import open_engine
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Scalar

EVIDENCE = ("ev_id", "ev_name", "ev_birth", "ev_sex", "ev_region", "ev_phone", "ev_group")
LINK = {"register": "VARCHAR", "rec_id": "VARCHAR", "person_no": "VARCHAR"}
ANSWER = {
    "home": "VARCHAR",
    "register": "VARCHAR",
    "rec_id": "VARCHAR",
    "province": "VARCHAR",
    "person_no": "VARCHAR",
}
CLASS = {"link_class": "VARCHAR", "bits": "INTEGER", **dict.fromkeys(EVIDENCE, "INTEGER")}
DOUBT = {"doubt_class": "VARCHAR", "bits": "INTEGER", **dict.fromkeys(EVIDENCE, "INTEGER")}
ZERO = (0,) * len(EVIDENCE)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """An empty run of province 62."""
    with open_engine("duckdb", tmp_path / "scratch") as engine:
        params: dict[str, Scalar] = {"period": 202005, "part": "62"}
        yield Run(engine, 202005, tmp_path / "tables", tmp_path / "index", params, lambda _: None)


def answer(
    home: str, rec: str, province: str, person: str, link_class: str, bits: int
) -> tuple[str | int, ...]:
    """One line of `answers`."""
    return (home, "trainees", rec, province, person, link_class, bits, *ZERO)


def test_who_wins(run: Run) -> None:
    here = [
        answer("62", "stronger", "62", "p62", "exact", 3000),
        answer("62", "weaker", "62", "p62", "probable", 1500),
        answer("62", "tie", "62", "p62", "exact", 2000),
        answer("62", "ruled", "62", "p62", "exact", 4000),
        answer("52", "visitor", "62", "p62", "exact", 2000),
        answer("11", "third", "62", "p62", "exact", 2000),
    ]
    there = [
        answer("62", "stronger", "52", "p52", "exact", 2000),
        answer("62", "weaker", "52", "p52", "exact", 2000),
        answer("62", "tie", "52", "p52", "exact", 2000),
        answer("62", "ruled", "52", "p52", "decided", 0),
        answer("52", "visitor", "52", "p52", "exact", 2000),
        answer("11", "third", "52", "p52", "exact", 2000),
    ]
    run.made("answers_62", {**ANSWER, **CLASS}, here)
    run.made("answers_52", {**ANSWER, **CLASS}, there)
    run.build(verdicts_step(["52", "62"]))
    won: dict[str, str] = dict(run.engine.rows("select rec_id, province from verdicts"))
    assert won == {
        "stronger": "62",
        "weaker": "52",
        "tie": "62",
        "ruled": "52",
        "visitor": "52",
        "third": "52",
    }


def test_links_of_both_sides_follow_the_verdict(run: Run) -> None:
    run.made("guests", {"register": "VARCHAR", "rec_id": "VARCHAR", "home": "VARCHAR", "own_id": "VARCHAR"}, [
        ("trainees", "52/won", "52", "won"), ("trainees", "52/lost", "52", "lost"), ("trainees", "52/open", "52", "open"),
    ])  # fmt: skip
    found = [("own", "p1"), ("kept", "p2"), ("given", "p3"), ("52/won", "p4"), ("52/lost", "p5")]
    run.made(
        "links_found",
        {**LINK, **CLASS},
        [("trainees", rec, person, "exact", 2000, *ZERO) for rec, person in found],
    )
    run.made("verdicts", {**ANSWER, **CLASS}, [
        answer("62", "kept", "62", "p2", "exact", 2000), answer("62", "given", "52", "q3", "exact", 2500),
        answer("62", "elsewhere", "52", "q6", "exact", 2500),
        answer("52", "won", "62", "p4", "exact", 2000), answer("52", "lost", "52", "q5", "exact", 2500),
    ])  # fmt: skip
    doubt: tuple[str | int, ...] = ("doubtful", 900, *ZERO)
    run.made(
        "doubts_found",
        {**LINK, **DOUBT},
        [("trainees", rec, f"d-{rec}", *doubt) for rec in ("unclear", "elsewhere", "52/open", "52/lost")],
    )
    run.made("foreign_doubts", {**LINK, **DOUBT}, [
        ("trainees", "unclear", "q7", "conflict", 1200, *ZERO), ("trainees", "given", "q8", "conflict", 1200, *ZERO),
    ])  # fmt: skip
    steps = {step.table: step for step in settle_steps(SQL)}
    run.build(steps["links"])
    run.build(steps["doubts"])
    assert dict(run.engine.rows("select rec_id, person_no from links")) == {
        "own": "p1",
        "kept": "p2",
        "given": "q3",
        "elsewhere": "q6",
        "52/won": "p4",
    }
    assert run.engine.rows("select rec_id, person_no, rank from doubts order by rec_id, rank") == [
        ("52/open", "d-52/open", 1),
        ("unclear", "q7", 1),
        ("unclear", "d-unclear", 2),
    ]
