"""People served in another province count at home, once; the province that delivered their rows is told."""

from pathlib import Path

import pytest

from tests.nation.conftest import COUNTY, OTHER, World, rows

PERSON_TABLES = {
    "states": "person_no, duty, state, step, clause, since, register, {rec_id}, region",
    "person_state": "*",
    "gaps": "kind, person_no, item, term, register, {rec_id}, amount, step, clause, region, county",
    "entitlements": "item, person_no, register, {rec_id}, term, month, county, region, amount, paid, gap, over, status, rule_id",
    "cell_people": "county, month, indicator, person_no, register, {rec_id}, amount",
    "training_list": "county, month, person_no, {rec_id}, sex, age, train_type, train_mode, occupation_code, train_level, result, free, starts, ends",
    "cells": "*",
    "form_cells": "*",
    "coverage": "*",
}
BARE = "regexp_replace({0}, '^(52|62)/', '') as {0}"


def bare(columns: str) -> str:
    """SELECT without the province in front of record numbers, in a fixed order."""
    return f"select {columns.format(rec_id=BARE.format('rec_id'))} from t order by all"


def both(homes: dict[str, Path], table: str, sql: str) -> list[tuple[object, ...]]:
    """Rows of a table of both provinces, sorted."""
    found = [row for code in COUNTY for row in rows(homes[code] / "tables" / f"{table}.parquet", sql)]
    return sorted(found, key=repr)


def homes(nation: Path) -> dict[str, Path]:
    """The provinces' folders in the nation's result."""
    return {code: nation / code for code in COUNTY}


def test_the_world_has_migrants_in_every_register(world: World) -> None:
    for code in COUNTY:
        moved = {register for register, _ in world.moved[code]}
        assert moved == {"trainees", "students", "certificates", "employment", "payments"}


@pytest.mark.parametrize("code", list(COUNTY))
@pytest.mark.parametrize("table", list(PERSON_TABLES))
def test_served_elsewhere_counts_at_home(code: str, table: str, nation: Path, alone: dict[str, Path]) -> None:
    sql = bare(PERSON_TABLES[table])
    there = rows(nation / code / "tables" / f"{table}.parquet", sql)
    assert there, "nothing to compare"
    assert there == rows(alone[code] / "tables" / f"{table}.parquet", sql)


@pytest.mark.parametrize("code", list(COUNTY))
def test_the_deliverer_knows_the_person(code: str, world: World, nation: Path) -> None:
    """Every row that another province's person left here is linked to that person, in nobody's figures here."""
    links = {row[:2]: row[2] for row in rows(nation / code / "tables" / "links.parquet")}
    foreign = world.moved[OTHER[code]]
    assert {key: links.get(key) for key in foreign} == foreign
    people = set(foreign.values())
    for table in ("states", "gaps", "entitlements", "cell_people"):
        named = {
            row[0] for row in rows(nation / code / "tables" / f"{table}.parquet", "select person_no from t")
        }
        assert not named & people


@pytest.mark.parametrize("code", list(COUNTY))
def test_a_ruling_of_the_deliverer_reaches_the_persons_province(
    code: str, world: World, nation: Path
) -> None:
    """A row without a number, ruled to be somebody registered elsewhere, is linked in both provinces as decided."""
    rec = min(rec for register, rec in world.moved[code] if register == "trainees")
    decided = "select rec_id, person_no from t where register = 'trainees' and link_class = 'decided'"
    person = world.moved[code]["trainees", rec]
    assert (rec, person) in rows(nation / OTHER[code] / "tables" / "links.parquet", decided)
    assert (f"{OTHER[code]}/{rec}", person) in rows(nation / code / "tables" / "links.parquet", decided)


def test_institutions_hear_what_is_missing_for_people_of_elsewhere(
    world: World, nation: Path, alone: dict[str, Path]
) -> None:
    sql = "select register, rec_id, person_no, link_class, change, items_due, items_missing, missing, amount_missing, action from t"
    missing = 0
    for code in COUNTY:
        told = {row[:2]: row for row in rows(nation / code / "tables" / "feedback.parquet", sql)}
        foreign = world.moved[OTHER[code]]
        expected = {
            row[:2]: row
            for row in rows(alone[OTHER[code]] / "tables" / "feedback.parquet", sql)
            if row[:2] in foreign
        }
        missing += sum(row[6] for row in expected.values())
        assert {key: told.get(key) for key in expected} == expected
        home = {row[:2] for row in rows(nation / OTHER[code] / "tables" / "feedback.parquet", sql)}
        assert not {(register, f"{code}/{rec}") for register, rec in expected} & home
    assert missing, "no aid is missing anywhere: nothing to tell"


def test_findings_stand_once_where_the_row_was_delivered(nation: Path, alone: dict[str, Path]) -> None:
    # Of the many lines of a shared account (15) the first is named beside, and the first is another where a province's
    # code stands in front.
    other = "regexp_replace(case when pattern <> 15 then other_rec_id end, '^(52|62)/', '')"
    sql = (
        f"select pattern, action, person_key, register, {BARE.format('rec_id')}, other_register,"
        f" {other}, county, since, detail from t"
    )
    found = both(homes(nation), "irregularities", sql)
    assert found == both(alone, "irregularities", sql)
    for code in COUNTY:
        named = rows(nation / code / "tables" / "irregularities.parquet", "select rec_id from t")
        assert not [rec for (rec,) in named if str(rec).startswith(f"{OTHER[code]}/")]


def test_differences_and_reconciliation_add_up(nation: Path, alone: dict[str, Path]) -> None:
    """Per person the same differences; per county the same figures, though two provinces deliver for one county."""
    sql = f"select county, month, programme, class, person_key, register, {BARE.format('rec_id')}, people, amount from t"
    by_person = f"{sql} where register <> 'reported'"
    assert both(homes(nation), "differences", by_person) == both(alone, "differences", by_person)
    whole = rows(nation / "tables" / "reconciliation.parquet", "select * from t order by all")
    assert whole == both_sorted(alone, "reconciliation")
    assert len({row[0] for row in whole}) >= 2


def both_sorted(found: dict[str, Path], table: str) -> list[tuple[object, ...]]:
    """Rows of both provinces in the order of a query over all columns."""
    return sorted(
        (row for code in COUNTY for row in rows(found[code] / "tables" / f"{table}.parquet")),
        key=lambda row: tuple(str(cell) for cell in row[:3]),
    )


def test_every_delivered_row_is_counted_where_it_was_delivered(nation: Path) -> None:
    total = 0
    for code in COUNTY:
        counted = rows(
            nation / code / "tables" / "link_counts.parquet", "select cast(sum(n) as bigint) from t"
        )[0][0]
        own = "select count(*) from t where not regexp_matches(rec_id, '^(52|62)/')"
        assert counted == rows(nation / code / "tables" / "mentions.parquet", own)[0][0]
        total += int(str(counted))
    whole = rows(nation / "tables" / "link_counts.parquet", "select cast(sum(n) as bigint) from t")[0][0]
    assert whole == total


def test_the_nation_is_the_sum_of_its_provinces(nation: Path) -> None:
    people = sum(
        int(str(rows(nation / code / "tables" / "persons.parquet", "select count(*) from t")[0][0]))
        for code in COUNTY
    )
    cover = "select cast(sum(people) as bigint) from t where level = {0} and duty = '{1}'"
    for level in range(4):
        for duty in ("study", "train", "all"):
            sql = cover.format(level, duty)
            assert rows(nation / "tables" / "coverage.parquet", sql)[0][0] == people
    for table, keys, sums in (
        ("cells", "county, month, indicator", "people, times, amount"),
        ("form_cells", "indicator, span, area, region, level", "people, times, amount"),
    ):
        added: dict[tuple[object, ...], list[int]] = {}
        for code in COUNTY:
            for row in rows(nation / code / "tables" / f"{table}.parquet", f"select {keys}, {sums} from t"):
                line = added.setdefault(row[:-3], [0, 0, 0])
                added[row[:-3]] = [a + int(str(b or 0)) for a, b in zip(line, row[-3:], strict=True)]
        whole = rows(nation / "tables" / f"{table}.parquet", f"select {keys}, {sums} from t")
        assert {row[:-3]: [int(str(cell or 0)) for cell in row[-3:]] for row in whole} == added


def test_migrants_are_counted_between_provinces(world: World, nation: Path) -> None:
    sql = "select home, province, register, cast(sum(lines) as bigint) from t group by 1, 2, 3"
    found = {row[:3]: row[3] for row in rows(nation / "tables" / "migrants.parquet", sql)}
    for code in COUNTY:
        for register in {name for name, _ in world.moved[code]}:
            least = sum(1 for name, _ in world.moved[code] if name == register)
            assert int(str(found[OTHER[code], code, register])) >= least
