"""Each member of a small cast stands in the state a reader of the notice would expect, and in one only."""

from pathlib import Path
from typing import Any

import pytest

from tests.cast import World, close_world, rows_of

SPRING: dict[str, Any] = {"item": "free_tuition", "register": "students", "term": "2020S", "month": 202003}
STUDY: dict[str, Any] = {
    "org_code": "S1",
    "reg_kind": "1",
    "enrol_month": 201909,
    "status": "1",
    "stage": "4",
}
CLASS: dict[str, Any] = {
    "class_no": "K1",
    "org_code": "C1",
    "start": 20200301,
    "end": 20200315,
    "result": "1",
    "train_type": "02",
}
# person, birth, facts of the register, expected (study step, train step, state of the person)
CAST: dict[str, tuple[int | None, dict[str, Any], tuple[str, str, str]]] = {
    "杨秀梅": (20020305, {}, ("enrolled_free", "student", "served")),
    "阿依古丽": (20020305, {}, ("enrolled_fee_open", "student", "in_progress")),
    "扎西顿珠": (20020305, {}, ("pending", "not_surveyed", "in_progress")),
    "马玉兰": (20020305, {}, ("willing_waiting", "not_surveyed", "in_progress")),
    "吉克尔哈": (20020305, {}, ("unwilling", "unwilling", "unwilling")),
    "王小满": (20020305, {}, ("unreachable", "unwilling", "unreachable")),
    "李冬生": (20020305, {}, ("attempts_open", "unwilling", "in_progress")),
    "赵未定": (20020305, {}, ("undecided", "unwilling", "in_progress")),
    "陈高中": (20030305, {"in_school": "40"}, ("in_other_school", "student", "refused")),
    "周中职": (20030305, {"in_school": "50"}, ("registration_unmatched", "student", "in_progress")),
    "吴小学": (20030305, {"edu": "2"}, ("education_below", "trained_free", "served")),
    "郑大专": (20000305, {"edu": "5"}, ("education_beyond", "not_surveyed", "in_progress")),
    "孙收费": (19850101, {}, ("too_old", "not_surveyed", "in_progress")),
    "钱在训": (19850101, {"sex": "1"}, ("too_old", "in_training", "in_progress")),
    "冯辍学": (19850101, {"sex": "1"}, ("too_old", "willing_waiting", "in_progress")),
    "褚老汉": (19550101, {"sex": "1"}, ("too_old", "too_old", "not_of_age")),
    "卫大姐": (19630601, {"sex": "2"}, ("too_old", "too_old", "not_of_age")),
    "蒋大哥": (19630601, {"sex": "1"}, ("too_old", "pensioner", "refused")),
    "沈娃": (20120101, {"edu": None, "in_school": "20"}, ("too_young", "too_young", "not_of_age")),
    "韩病": (19850101, {"labour": "4"}, ("too_old", "unable", "refused")),
    "朱故": (19850101, {"change_type": "1", "change_date": 20190601}, ("dead", "dead", "refused")),
    "秦后故": (
        19850101,
        {"change_type": "1", "change_date": 20200601},
        ("too_old", "not_surveyed", "in_progress"),
    ),
    "尤婚出": (
        19850101,
        {"change_type": "2", "change_date": 20190601},
        ("left_register", "left_register", "refused"),
    ),
    "许无日": (None, {"in_school": "00"}, ("age_unknown", "age_unknown", "in_progress")),
    "何旧生": (20010101, {"in_school": "50"}, ("enrolled_free", "student", "served")),
    "吕冒名": (19850101, {"change_type": "1", "change_date": 20190601}, ("dead", "dead", "refused")),
}


def _study(world: World, no: dict[str, str]) -> None:
    students: list[tuple[str, dict[str, Any], str]] = [
        ("杨秀梅", {}, "due"),
        ("阿依古丽", {}, "not_due"),
        ("扎西顿珠", {"status": "0"}, "due"),
        ("何旧生", {"enrol_month": 201809}, "due"),
        ("郑大专", {"org_code": "C1"}, "due"),  # a training centre holds no registration (19-01-03)
        ("马玉兰", {"reg_kind": "2"}, "due"),
    ]
    for number, (name, facts, verdict) in enumerate(students):
        rec = world.record("students", f"S{number}", no[name], **{**STUDY, **facts})
        world.row("due", person_no=no[name], rec_id=rec, amount=100000, verdict=verdict, **SPRING)


def _asked(world: World, no: dict[str, str]) -> None:
    contacts = [
        ("马玉兰", "1", "2", 20190401), ("马玉兰", "1", "1", 20200401), ("马玉兰", "1", "2", 20200610),
        ("吉克尔哈", "1", "1", 20190401), ("吉克尔哈", "1", "2", 20200401), ("吉克尔哈", "1", "4", 20200501),
        ("王小满", "1", "4", 20200401), ("王小满", "1", "4", 20200402), ("王小满", "1", "4", 20200403),
        ("李冬生", "1", "4", 20200401), ("李冬生", "1", "4", 20200401), ("李冬生", "1", "4", 20200402),
        ("赵未定", "1", "3", 20200401), ("冯辍学", "2", "1", 20200401),
    ] + [(name, "2", "2", 20200401) for name in ("吉克尔哈", "王小满", "李冬生", "赵未定")]  # fmt: skip
    for number, (name, kind, answer, day) in enumerate(contacts):
        world.record("intentions", f"I{number}", no[name], kind=kind, answer=answer, contact_date=day)


def cast_world() -> tuple[World, dict[str, str]]:
    """The cast with its records; returns the person numbers by name."""
    world = World()
    no = {
        name: world.person(f"P{n}", name, birth, **facts)
        for n, (name, (birth, facts, _)) in enumerate(CAST.items())
    }
    _study(world, no)
    _asked(world, no)
    classes: list[tuple[str, dict[str, Any]]]
    classes = [("吴小学", {}), ("孙收费", {"fee_charged": 20000}), ("钱在训", {"result": "0", "end": None})]
    classes += [("冯辍学", {"result": "3"}), ("吕冒名", {})]
    for number, (name, facts) in enumerate(classes):
        world.record("trainees", f"T{number}", no[name], **{**CLASS, **facts})
    world.record("insurance", "N1", no["蒋大哥"], from_month=200001, pension_from=20190101)
    return world, no


def test_the_cast_stands_where_expected(tmp_path: Path) -> None:
    world, no = cast_world()
    engine, _ = close_world(world, tmp_path)
    with engine:
        steps = {
            (row["person_no"], row["duty"]): row["step"] for row in rows_of(engine, "SELECT * FROM states")
        }
        person = {row["person_no"]: row["state"] for row in rows_of(engine, "SELECT * FROM person_state")}
        assert len(steps) == 2 * len(CAST) and len(person) == len(CAST)
        found = {
            name: (steps[no[name], "study"], steps[no[name], "train"], person[no[name]]) for name in CAST
        }
        assert found == {name: expected for name, (_, _, expected) in CAST.items()}
        residual = {(row["person_no"], row["kind"]) for row in rows_of(engine, "SELECT * FROM gaps")}
        assert (no["马玉兰"], "study") in residual and (no["冯辍学"], "train") in residual
        assert not {(no["杨秀梅"], "study"), (no["杨秀梅"], "train"), (no["钱在训"], "train")} & residual


def test_evidence_is_the_deciding_record(tmp_path: Path) -> None:
    world, no = cast_world()
    engine, _ = close_world(world, tmp_path)
    with engine:
        rows = {(r["person_no"], r["duty"]): r for r in rows_of(engine, "SELECT * FROM states")}
    for name, duty, register, rec_id, since in (
        ("杨秀梅", "study", "students", "S0", 20190901),
        ("马玉兰", "study", "intentions", "I1", 20200401),
        ("吉克尔哈", "study", "intentions", "I4", 20200401),
        ("钱在训", "train", "trainees", "T2", 20200301),
        ("蒋大哥", "train", "insurance", "N1", 20190101),
        ("朱故", "study", "poor", no["朱故"], 20190601),
    ):
        row = rows[no[name], duty]
        assert (row["register"], row["rec_id"], row["since"]) == (register, rec_id, since), name


@pytest.mark.parametrize(
    ("period", "step"), [(201904, "unwilling"), (202004, "willing_waiting"), (202006, "unwilling")]
)
def test_an_answer_changes_only_later_periods(tmp_path: Path, period: int, step: str) -> None:
    world, no = cast_world()
    engine, _ = close_world(world, tmp_path, period=period)
    with engine:
        rows = rows_of(engine, "SELECT * FROM states WHERE duty = 'study'")
    assert {row["person_no"]: row["step"] for row in rows}[no["马玉兰"]] == step


def test_coverage_adds_up_on_every_level(tmp_path: Path) -> None:
    world, _ = cast_world()
    world.person("P900", "无村", 19850101, region="621126")
    engine, _ = close_world(world, tmp_path)
    with engine:
        sums = engine.rows("SELECT level, duty, sum(people) FROM coverage GROUP BY level, duty")
    assert len(sums) == 18 and {int(people) for _, _, people in sums} == {len(CAST) + 1}
