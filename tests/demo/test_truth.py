"""The truth of the demo: complete, damage near its parameters, everything planted is there to be found."""

from pathlib import Path

import duckdb
import pytest

from qianxiao.demo.deliver import layout
from qianxiao.demo.settings import load
from qianxiao.engine.close.parameters import parameter_rows
from qianxiao.engine.rules.parameters import parameter_value

FILES = {name: part["stem"] for name, part in load("files")["registers"].items()}
NAMED = ("students", "trainees", "certificates", "employment", "insurance", "payments", "intentions")


def rows(sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(sql).fetchall()


def key(register: str) -> str:
    return str(next(column["zh"] for column in layout(register) if column.get("key")))


@pytest.mark.parametrize("register", NAMED)
def test_every_row_that_names_a_person_has_its_truth(small_world: Path, register: str) -> None:
    delivered = (
        f"SELECT {key(register)} AS k FROM '{small_world}/registers/2020-06/{FILES[register]}.parquet'"
    )
    truth = f"SELECT rec_id AS k FROM '{small_world}/truth/links.parquet' WHERE register = '{register}'"
    assert rows(f"({delivered}) EXCEPT ALL ({truth})") == []
    assert rows(f"({truth}) EXCEPT ALL ({delivered})") == []


def test_persons_of_the_truth_stand_in_the_register(small_world: Path) -> None:
    poor = f"SELECT 人编号 FROM '{small_world}/registers/2020-06/{FILES['poor']}.parquet'"
    links = f"'{small_world}/truth/links.parquet'"
    assert (
        rows(f"SELECT person_no FROM {links} WHERE person_no IS NOT NULL AND person_no NOT IN ({poor})") == []
    )


def test_most_people_of_the_other_registers_are_not_registered(small_world: Path) -> None:
    links = f"'{small_world}/truth/links.parquet'"
    found = {
        str(name): float(str(part))
        for name, part in rows(f"SELECT register, avg((person_no IS NULL)::INT) FROM {links} GROUP BY 1")
    }
    assert 0.5 < found["trainees"] < 0.7
    assert 0.65 < found["employment"] < 0.9


def test_damage_of_numbers_is_near_its_parameters(small_world: Path) -> None:
    shares = load("shares")["dirt"]
    links = f"'{small_world}/truth/links.parquet'"
    for kind in ("id_one_digit", "id_disability", "id_spaced"):
        found = rows(
            f"SELECT avg(contains(damage, '{kind}')::INT) FROM {links} WHERE register IN ('trainees', 'employment', 'intentions')"
        )
        assert float(str(found[0][0])) == pytest.approx(shares[kind] / 10_000, rel=0.45), kind


def test_undamaged_rows_carry_the_true_name_and_number(small_world: Path) -> None:
    file = f"'{small_world}/registers/2020-06/{FILES['trainees']}.parquet'"
    wrong = rows(
        f"SELECT t.学员编号 FROM {file} t JOIN '{small_world}/truth/links.parquet' l ON l.register = 'trainees' AND l.rec_id = t.学员编号"
        " WHERE l.damage = '' AND (t.姓名 IS DISTINCT FROM l.true_name OR t.身份证号 IS DISTINCT FROM l.true_id)"
    )
    assert wrong == []


def test_damaged_rows_are_damaged(small_world: Path) -> None:
    file = f"'{small_world}/registers/2020-06/{FILES['trainees']}.parquet'"
    same = rows(
        f"SELECT t.学员编号, l.damage FROM {file} t JOIN '{small_world}/truth/links.parquet' l ON l.register = 'trainees' AND l.rec_id = t.学员编号"
        " WHERE l.damage LIKE '%id_%' AND t.身份证号 IS NOT DISTINCT FROM l.true_id"
    )
    assert same == []


def test_planted_irregularities_are_rows_of_the_registers(small_world: Path) -> None:
    for (register,) in rows(f"SELECT DISTINCT register FROM '{small_world}/truth/irregularities.parquet'"):
        name = str(register)
        delivered = f"SELECT {key(name)} FROM '{small_world}/registers/2020-06/{FILES[name]}.parquet'"
        planted = f"SELECT rec_id FROM '{small_world}/truth/irregularities.parquet' WHERE register = '{name}'"
        assert rows(f"({planted}) EXCEPT ({delivered})") == []
    found = {
        pattern
        for (pattern,) in rows(f"SELECT DISTINCT pattern FROM '{small_world}/truth/irregularities.parquet'")
    }
    assert found >= {2, 3, 7, 9, 12, 13, 15, 28, 31}


def cites(world: Path) -> str:
    """Planted cases × the records they rest on."""
    return (
        "SELECT pattern, rec_id AS case_id, person_no, split_part(ref, '|', 1) AS register, split_part(ref, '|', 2) AS rec"
        f" FROM (SELECT *, unnest(string_split(evidence, ';')) AS ref FROM '{world}/truth/irregularities.parquet')"
    )


def test_records_a_planted_case_rests_on_are_delivered(small_world: Path) -> None:
    for (register,) in rows(f"SELECT DISTINCT register FROM ({cites(small_world)})"):
        name = str(register)
        delivered = f"SELECT {key(name)} FROM '{small_world}/registers/2020-06/{FILES[name]}.parquet'"
        assert (
            rows(f"SELECT rec FROM ({cites(small_world)}) WHERE register = '{name}' EXCEPT ({delivered})")
            == []
        )


def test_planted_payments_have_been_made(small_world: Path) -> None:
    pays = f"'{small_world}/registers/2020-06/{FILES['payments']}.parquet'"
    status = next(column["zh"] for column in layout("payments") if column["name"] == "status")
    found = rows(
        f"""SELECT c.pattern, c.case_id, count(*), count(*) FILTER (WHERE p."{status}" IN ('已到账', '在途'))
        FROM ({cites(small_world)}) c JOIN {pays} p ON p.{key("payments")} = c.rec
        WHERE c.register = 'payments' AND c.pattern IN (2, 3, 4, 15, 25, 28) GROUP BY ALL"""
    )
    assert {row[0] for row in found} == {2, 3, 4, 15, 25, 28}
    assert [row for row in found if row[2] != row[3]] == []
    least = {
        2: 2,
        3: parameter_value("training_subsidy", "max_per_year", "621126", 20190701) + 1,
        4: 2,
        28: 2,
    }
    assert [row for row in found if int(str(row[2])) < least.get(int(str(row[0])), 1)] == []


def test_a_shared_account_serves_more_households_than_may_share_one(small_world: Path) -> None:
    folder = small_world / "registers" / "2020-06"
    limit = max(row[4] for row in parameter_rows() if row[0] == "shared_account_households")
    found = rows(
        f"""SELECT c.case_id, count(DISTINCT h.户编号), count(DISTINCT p.收款账号) FROM ({cites(small_world)}) c
        JOIN '{folder}/{FILES["payments"]}.parquet' p ON p.{key("payments")} = c.rec
        JOIN '{small_world}/truth/links.parquet' l ON l.register = 'payments' AND l.rec_id = c.rec
        JOIN '{folder}/{FILES["poor"]}.parquet' h ON h.{key("poor")} = l.person_no
        WHERE c.pattern = 15 GROUP BY 1"""
    )
    assert found
    assert [row for row in found if int(str(row[1])) <= limit or row[2] != 1] == []


def test_bad_rows_are_bad_as_told(small_world: Path) -> None:
    faults = f"'{small_world}/truth/faults.parquet'"
    poor = f"'{small_world}/registers/2020-06/{FILES['poor']}.parquet'"
    told = rows(
        f"SELECT f.fault, p.* FROM {faults} f JOIN {poor} p ON p.人编号 = f.rec_id WHERE f.register = 'poor'"
    )
    assert told
    for fault, *cells in told:
        text = " ".join(str(cell) for cell in cells)
        name = cells[4]
        assert {
            "missing_name": name is None,
            "unknown_code": "待核" in text,
            "bad_date": "2020-13-4" in text,
            "id_scientific": "E+17" in text,
        }[str(fault)]


def test_nothing_but_tests_and_benchmarks_reads_the_truth() -> None:
    package = Path(__file__).resolve().parents[2] / "qianxiao"
    readers = [
        path
        for path in package.rglob("*.py")
        if "demo" not in path.parts and "qianxiao.demo.truth" in path.read_text(encoding="utf-8")
    ]
    assert readers == []
