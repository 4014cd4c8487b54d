"""The promise of the close: one state a person, every figure its list, every line its clause."""

from pathlib import Path

import pytest

from qianxiao.base.reference import clause
from qianxiao.engine.files.tables import Tables

MONTHS = ("2020-05", "2020-06")


@pytest.fixture(params=MONTHS)
def tables(request: pytest.FixtureRequest, closed: Path) -> Tables:
    return Tables(closed / request.param / "tables")


def one(tables: Tables, sql: str) -> int:
    return int(tables.rows(sql)[0][0])


def test_every_person_has_exactly_one_state(tables: Tables) -> None:
    people = one(tables, "select count(*) from clean_poor")
    assert people > 5000
    assert one(tables, "select count(*) from person_state") == people
    assert one(tables, "select count(distinct person_no) from person_state") == people
    assert one(tables, "select count(*) from states") == 2 * people
    assert (
        one(
            tables,
            "select count(*) from (select 1 from states group by person_no, duty having count(*) <> 1)",
        )
        == 0
    )
    known = {"served", "in_progress", "refused", "unwilling", "unreachable", "not_of_age"}
    assert {row[0] for row in tables.rows("select distinct state from person_state")} <= known


def test_every_cell_is_the_length_of_its_list(tables: Tables, request: pytest.FixtureRequest) -> None:
    wrong = tables.rows(
        """select c.* from cells c full join (
             select county, case when month = 0 then :period else month end as month, indicator,
               count(distinct person_key) as people, count(*) as times, cast(sum(coalesce(amount, 0)) as bigint) as amount
             from cell_people group by all) l using (county, month, indicator)
           where c.people is distinct from l.people or c.times is distinct from l.times
             or coalesce(c.amount, 0) is distinct from coalesce(l.amount, 0)""",
        {"period": int(request.node.callspec.params["tables"].replace("-", ""))},
    )
    assert wrong == []
    assert one(tables, "select count(*) from cells") > 20


def test_coverage_adds_up_to_the_register(tables: Tables) -> None:
    people = one(tables, "select count(*) from clean_poor")
    for level in (row[0] for row in tables.rows("select distinct level from coverage")):
        for duty in ("study", "train", "all"):
            sql = "select coalesce(sum(people), 0) from coverage where level = :level and duty = :duty"
            assert int(tables.rows(sql, {"level": level, "duty": duty})[0][0]) == people, (level, duty)


def test_every_gap_cites_a_clause_that_exists(tables: Tables) -> None:
    cited = [row[0] for row in tables.rows("select distinct clause from gaps")]
    assert cited
    for found in cited:
        assert clause(found).text


def test_every_residual_person_is_named_in_the_gap_list(tables: Tables) -> None:
    steps = "('not_surveyed', 'undecided', 'willing_waiting', 'attempts_open')"
    missing = one(
        tables,
        f"""select count(*) from states s where s.step in {steps} and not exists (
              select 1 from gaps g where g.person_no = s.person_no and g.kind = s.duty)""",
    )
    assert missing == 0


def test_links_never_give_one_record_two_people(tables: Tables) -> None:
    assert one(tables, "select count(*) - count(distinct concat(register, '|', rec_id)) from links") == 0
