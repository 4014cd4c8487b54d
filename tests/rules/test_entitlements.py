"""Due beside paid: only money that arrived counts, and money without a due line is over-paid."""

from pathlib import Path

from tests.rules.world import World, close


def one_class() -> World:
    world = World()
    world.person()
    world.record("trainees", "t1")
    return world


PAID: list[tuple[list[tuple[int, str]], tuple[int, int, int, int, str]]] = [
    ([], (75000, 0, 75000, 0, "missing")),
    ([(75000, "1")], (75000, 75000, 0, 0, "paid")),
    ([(40000, "1"), (35000, "1")], (75000, 75000, 0, 0, "paid")),
    ([(40000, "1")], (75000, 40000, 35000, 0, "part")),
    ([(75000, "3")], (75000, 0, 75000, 0, "returned")),
    ([(75000, "3"), (75000, "1")], (75000, 75000, 0, 0, "paid")),
    ([(75000, "2")], (75000, 0, 75000, 0, "missing")),
    ([(75000, "4")], (75000, 0, 75000, 0, "missing")),
    ([(80000, "1")], (75000, 80000, 0, 5000, "over")),
]


def test_status_and_gap(tmp_path: Path) -> None:
    world = World()
    for i, (payments, _) in enumerate(PAID):
        world.person(f"p{i}")
        world.record("trainees", f"t{i}", f"p{i}")
        for j, (amount, status) in enumerate(payments):
            world.pay(f"y{i}{j}", "living_allowance", f"t{i}", amount, f"p{i}", status=status)
    sql = "select amount, paid, gap, over, status from entitlements where item = 'living_allowance' order by rec_id"
    assert close(world, tmp_path).rows(sql) == [wanted for _, wanted in PAID]


def test_columns_are_those_of_the_contract(tmp_path: Path) -> None:
    engine = close(one_class(), tmp_path)
    assert engine.columns("due") == [
        "item", "person_no", "register", "rec_id", "term", "month", "decisive_date", "amount", "verdict", "rule_id",
        "rule_version", "met", "unmet", "missing", "stop", "payee_kind", "fund", "county",
    ]  # fmt: skip
    assert engine.columns("entitlements") == [
        "item", "person_no", "register", "rec_id", "term", "month", "county", "region", "amount", "paid", "gap", "over",
        "status", "rule_id", "rule_version", "clause",
    ]  # fmt: skip


def test_paid_though_not_due_and_paid_without_any_line(tmp_path: Path) -> None:
    world = World()
    world.person()
    world.record("trainees", "t1", result="3")
    world.pay("y1", "living_allowance", "t1", 50000)
    world.pay("y2", "living_allowance", "t9", 60000)
    world.pay("y3", "living_allowance", "t8", 60000, status="3")
    engine = close(world, tmp_path)
    sql = "select rec_id, amount, paid, gap, over, status from entitlements where item = 'living_allowance' order by 1"
    assert engine.rows(sql) == [("t1", 0, 50000, 0, 50000, "over"), ("t9", 0, 60000, 0, 60000, "over")]


def test_what_cannot_be_decided_is_neither_gap_nor_over(tmp_path: Path) -> None:
    world = World()
    world.person()
    world.record("trainees", "t1", attended_days=None)
    world.pay("y1", "living_allowance", "t1", 50000)
    engine = close(world, tmp_path)
    sql = "select amount, paid, gap, over, status from entitlements where item = 'living_allowance'"
    assert engine.rows(sql) == [(0, 50000, 0, 0, "unknown")]


def test_money_to_another_person_does_not_close_the_gap(tmp_path: Path) -> None:
    world = one_class()
    world.person("p2")
    world.pay("y1", "living_allowance", "t1", 75000, "p2")
    engine = close(world, tmp_path)
    sql = "select person_no, gap, over, status from entitlements where item = 'living_allowance' order by 1"
    assert engine.rows(sql) == [("p1", 75000, 0, "missing"), ("p2", 0, 75000, "over")]


def test_terms_are_paid_each_on_its_own(tmp_path: Path) -> None:
    world = World()
    world.person()
    world.record("students", "s1")
    world.pay("y1", "rain_dew", "s1", 150000, term="2019A")
    world.pay("y2", "rain_dew", "s1", 150000, term="2019A")
    engine = close(world, tmp_path)
    sql = "select term, paid, gap, over, status from entitlements where item = 'rain_dew' order by 1"
    assert engine.rows(sql) == [("2019A", 300000, 0, 150000, "over"), ("2020S", 0, 150000, 0, "missing")]


def test_every_due_line_is_there_once_and_amounts_add_up(tmp_path: Path) -> None:
    world = World()
    for i in range(9):
        world.person(f"p{i}")
        world.record("students", f"s{i}", f"p{i}", enrol_month=201809 if i % 2 else 201909)
        world.record("trainees", f"t{i}", f"p{i}", start=20180301, end=20180310)
        if i % 3 == 0:
            world.pay(f"y{i}", "rain_dew", f"s{i}", 100000, f"p{i}", term="2020S")
    engine = close(world, tmp_path)
    key = "item, person_no, register, rec_id, term"
    assert engine.rows(f"select {key}, amount from due order by all") == engine.rows(
        f"select {key}, amount from entitlements order by all"
    )
    assert engine.rows(
        "select count(*) from entitlements where amount - paid <> gap - over and status <> 'unknown'"
    ) == [(0,)]


def test_later_payments_are_not_seen_by_an_earlier_month(tmp_path: Path) -> None:
    world = one_class()
    world.pay("y1", "living_allowance", "t1", 75000, pay_date=20200601)
    engine = close(world, tmp_path)
    assert engine.rows("select status from entitlements where item = 'living_allowance'") == [("missing",)]
