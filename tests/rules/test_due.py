"""What a person is due: facts as of the right day, caps, exclusions, and the reasons in two languages."""

from pathlib import Path

from qianxiao.engine.rules.decide import reasons, rule_of
from qianxiao.engine.sqltext import Scalar
from tests.rules.world import World, close, due


def one_student(person: dict[str, Scalar] | None = None, **student: Scalar) -> World:
    world = World()
    world.person(**(person or {}))
    world.record("students", "s1", **student)
    return world


def one_class(person: dict[str, Scalar] | None = None, **trainee: Scalar) -> World:
    world = World()
    world.person(**(person or {}))
    world.record("trainees", "t1", **trainee)
    world.record("certificates", "c1")
    return world


def test_a_student_is_due_the_three_aids_from_enrolment_to_the_period(tmp_path: Path) -> None:
    found = close(one_student(), tmp_path).rows(
        "select item, term, amount, county from due order by item, term"
    )
    assert found == [
        ("free_tuition", "2019A", 120000, "620102"),
        ("free_tuition", "2020S", 120000, "620102"),
        ("national_grant", "2019A", 100000, "620102"),
        ("national_grant", "2020S", 100000, "620102"),
        # The home county pays the household, wherever the school is.
        ("rain_dew", "2019A", 150000, "621126"),
        ("rain_dew", "2020S", 150000, "621126"),
    ]


STUDENTS: list[tuple[dict[str, Scalar], dict[str, Scalar], list[str]]] = [
    ({"identified_on": 20191201}, {}, ["not_due", "due"]),
    ({"identified_on": None}, {}, ["unknown", "unknown"]),
    ({"exit_status": "3", "exit_year": 2018}, {}, ["due", "due"]),
    ({"exit_status": "4", "exit_year": 2019}, {}, ["due", "not_due"]),
    ({"monitor_type": "2", "hh_attr": None, "exit_status": None}, {}, ["due", "due"]),
    (
        {"monitor_type": "2", "hh_attr": None, "exit_status": None, "risk_cleared_on": 20200301},
        {},
        ["due", "not_due"],
    ),
    ({"change_type": "1", "change_date": 20200101}, {}, ["due", "not_due"]),
    ({}, {"status": "2", "status_date": 20200220}, ["due", "not_due"]),
    ({}, {"status": "5", "status_date": 20200401}, ["due", "due"]),
    ({}, {"status": "5", "status_date": None}, ["unknown", "unknown"]),
    ({}, {"status": "0"}, ["not_due", "not_due"]),
    ({}, {"reg_kind": "2"}, ["not_due", "not_due"]),
    ({}, {"org_code": "no such school"}, ["unknown", "unknown"]),
    ({}, {"enrol_month": 202003}, ["due"]),
    ({}, {"enrol_month": 202005}, []),
]


def test_facts_are_those_of_the_first_day_of_term(tmp_path: Path) -> None:
    world = World()
    for i, (person, student, _) in enumerate(STUDENTS):
        world.person(f"p{i}", **person)
        world.record("students", f"s{i:02}", f"p{i}", **student)
    found: dict[int, list[str]] = {i: [] for i in range(len(STUDENTS))}
    for rec_id, verdict in due(close(world, tmp_path), "rain_dew", "rec_id, verdict"):
        found[int(rec_id[1:])].append(verdict)
    assert found == {i: wanted for i, (_, _, wanted) in enumerate(STUDENTS)}


def test_the_grant_covers_two_years_and_from_2025_three(tmp_path: Path) -> None:
    early = close(one_student(enrol_month=201609), tmp_path / "a", period=201906)
    assert due(early, "national_grant", "term, verdict, amount") == [
        ("2016A", "due", 100000), ("2017S", "due", 100000), ("2017A", "due", 100000), ("2018S", "due", 100000),
        ("2018A", "not_due", 0), ("2019S", "not_due", 0),
    ]  # fmt: skip
    late = close(one_student(enrol_month=202209), tmp_path / "b", period=202506)
    assert due(late, "national_grant", "term, verdict, amount")[-2:] == [
        ("2024A", "not_due", 0),
        ("2025S", "due", 115000),
    ]


def test_two_schools_claim_one_student(tmp_path: Path) -> None:
    world = one_student()
    world.record("students", "s0", enrol_month=202002)
    engine = close(world, tmp_path)
    assert due(engine, "free_tuition", "rec_id, term, amount, stop") == [
        ("s0", "2020S", 0, "cap:one_per_term"), ("s1", "2019A", 120000, None), ("s1", "2020S", 120000, None),
    ]  # fmt: skip
    assert engine.rows("select rec_id, other_active from case_study where term = '2020S' order by 1") == [
        ("s0", True),
        ("s1", True),
    ]


def test_a_class_is_due_subsidy_and_allowance(tmp_path: Path) -> None:
    engine = close(one_class(), tmp_path)
    assert due(engine, "training_subsidy", "verdict, amount, month, decisive_date") == [
        ("due", 80000, 202004, 20200420)
    ]
    assert due(engine, "living_allowance") == [("due", 75000, None)]
    assert due(engine, "appraisal_subsidy") == [("due", 16000, None)]


CLASSES: list[tuple[dict[str, Scalar], dict[str, Scalar], str, str]] = [
    ({"identified_on": 20200402}, {}, "household", "unmet"),
    ({}, {"result": "2"}, "passed", "unmet"),
    ({}, {"result": "0", "end": None}, "passed", "unmet"),
    ({}, {"train_mode": "4"}, "mode", "unmet"),
    ({}, {"hours": 19}, "hours", "unmet"),
    ({}, {"hours": None}, "hours", "missing"),
    ({}, {"occupation_code": "4-10-01-06"}, "certificate", "unmet"),
    ({}, {"start": 20200426, "end": 20200430}, "certificate", "unmet"),
    ({}, {"train_level": "4"}, "certificate", "unmet"),
    ({"sex": "1", "birth": 19600402}, {}, "", ""),
    ({"sex": "1", "birth": 19600401}, {}, "age", "unmet"),
    ({"sex": "2", "birth": 19650402}, {}, "", ""),
    ({"sex": "2", "birth": 19650401}, {}, "age", "unmet"),
    ({"birth": 20040402}, {}, "age", "unmet"),
    ({"sex": None, "birth": 19800101}, {}, "", ""),
    ({"sex": None, "birth": 19630101}, {}, "age", "missing"),
    ({"birth": None}, {}, "age", "missing"),
]


def test_the_one_condition_that_fails_is_named(tmp_path: Path) -> None:
    world = World()
    for i, (person, trainee, _, _) in enumerate(CLASSES):
        world.person(f"p{i}", **person)
        world.record("trainees", f"t{i:02}", f"p{i}", **trainee)
        world.record("certificates", f"c{i}", f"p{i}")
    rule, found = rule_of("training_subsidy", 1), {}
    for rec_id, met, unmet, missing in due(
        close(world, tmp_path), "training_subsidy", "rec_id, met, unmet, missing"
    ):
        given = reasons(rule, met, unmet, missing, "zh")
        found[int(rec_id[1:])] = [(reason.name, reason.state) for reason in given if reason.state != "met"]
        assert len(given) == len(rule.when) + 1
    assert found == {i: [(name, state)] if name else [] for i, (_, _, name, state) in enumerate(CLASSES)}


ENROLLED: list[tuple[dict[str, Scalar], str]] = [
    ({}, "not_due"),
    ({"status": "5", "status_date": 20200331}, "due"),
    ({"status": "5", "status_date": 20200401}, "not_due"),
    ({"status": "5", "status_date": None}, "unknown"),
    ({"reg_kind": "2"}, "due"),
    ({"enrol_month": 202005}, "due"),
]


def test_a_full_time_student_is_not_a_trainee(tmp_path: Path) -> None:
    world = World()
    for i, (student, _) in enumerate(ENROLLED):
        world.person(f"p{i}")
        world.record("trainees", f"t{i}", f"p{i}")
        world.record("certificates", f"c{i}", f"p{i}")
        world.record("students", f"s{i}", f"p{i}", **student)
    found = due(close(world, tmp_path), "training_subsidy", "verdict")
    assert [verdict for (verdict,) in found] == [verdict for _, verdict in ENROLLED]


def test_a_pensioner_is_not_trained_at_public_cost(tmp_path: Path) -> None:
    world = one_class()
    world.record("insurance", "i1", pension_from=20200401)
    assert due(close(world, tmp_path), "training_subsidy", "verdict") == [("not_due",)]


def test_three_a_year_and_once_per_occupation_and_level(tmp_path: Path) -> None:
    world = World()
    world.person()
    jobs = ["4-03-02-01", "4-03-02-01", "4-10-01-01", "4-10-01-02", "4-10-01-03", "4-10-01-04"]
    for i, job in enumerate(jobs):
        start = 20190101 + 100 * i if i < 5 else 20200101
        world.record("trainees", f"t{i}", occupation_code=job, start=start, end=start + 10)
        world.record("certificates", f"c{i}", occupation_code=job, issue_date=start + 12)
    engine = close(world, tmp_path)
    stops = due(engine, "training_subsidy", "rec_id, stop, amount")
    assert stops == [
        ("t0", None, 70000), ("t1", "cap:once_per_occupation_level", 0), ("t2", None, 70000), ("t3", None, 70000),
        ("t4", "cap:max_per_year", 0), ("t5", None, 80000),
    ]  # fmt: skip
    # Three appraisals in a lifetime, one occupation not twice.
    assert [row[1] for row in due(engine, "appraisal_subsidy", "rec_id, stop")] == [
        None, "cap:occupation_limit", None, None, "cap:lifetime_limit", "cap:lifetime_limit",
    ]  # fmt: skip


def test_the_national_rates_differ_from_the_province_before_july_2019(tmp_path: Path) -> None:
    world = one_class(start=20190601, end=20190620)
    world.add("clean_certificates", rec_id="c2", issue_date=20190625)
    world.add("links", register="certificates", rec_id="c2", person_no="p1")
    assert due(close(world, tmp_path), "training_subsidy", "verdict, amount") == [("due", 70000)]


def test_work_for_training_in_the_same_month_excludes(tmp_path: Path) -> None:
    world = one_class()
    world.pay("y1", "work_for_training", "w1", 50000, pay_date=20200430)
    engine = close(world, tmp_path)
    assert due(engine, "training_subsidy") == [("not_due", 0, "excluded:work_for_training")]
    assert due(engine, "living_allowance") == [("not_due", 0, "excluded:work_for_training")]
    ((met, unmet, missing, stop),) = due(engine, "training_subsidy", "met, unmet, missing, stop")
    last = reasons(rule_of("training_subsidy", 1), met, unmet, missing, "en", stop)[-1]
    assert (last.state, last.text, last.clause) == (
        "stop",
        "work-for-training was paid in the same month",
        "S20-3",
    )


def test_another_persons_benefit_never_blocks(tmp_path: Path) -> None:
    world = one_class()
    world.person("p2")
    world.record("students", "s2", "p2")
    world.pay("y1", "work_for_training", "w1", 50000, "p2", pay_date=20200430)
    assert due(close(world, tmp_path), "training_subsidy", "verdict") == [("due",)]


def test_an_occupation_in_short_supply_is_raised_only_where_listed(tmp_path: Path) -> None:
    world = World()
    world.person()
    job = {"occupation_code": "6-31-01-03"}
    world.record("trainees", "t1", **job, start=20200601, end=20200610)
    world.record("trainees", "t2", **job, train_level="4", start=20200601, end=20200610, region="520526")
    world.record("certificates", "c1", **job, issue_date=20200612)
    world.record("certificates", "c2", **job, level="4", issue_date=20200612)
    engine = close(world, tmp_path, period=202006)
    assert due(engine, "training_subsidy", "rec_id, amount") == [("t1", 104000), ("t2", 120000)]


def test_only_linked_records_become_cases(tmp_path: Path) -> None:
    world = one_class()
    world.add("clean_trainees", rec_id="t9")
    engine = close(world, tmp_path)
    assert engine.rows("select distinct rec_id from due where register = 'trainees'") == [("t1",)]


def test_the_same_world_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        close(one_class(), tmp_path / name)
    for table in ("due", "entitlements"):
        files = [(tmp_path / name / "tables" / f"{table}.parquet").read_bytes() for name in ("a", "b")]
        assert files[0] == files[1]
