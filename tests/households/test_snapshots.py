"""Two months in a row: who entered, left, changed, moved, from which file and row; nothing overwritten (19-05-03)."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from qianxiao.registers.households.models import (
    FOREVER,
    Change,
    Household,
    HouseholdVersion,
    MemberVersion,
    Snapshot,
    Tally,
)
from qianxiao.returns.close.actions import load_close
from tests.households import registers as told
from tests.households.conftest import JUNE, MAY, close
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
Line = tuple[str, str, str, str]


def load(out: Path, period: int) -> None:
    """As the operator does: pages have no right to end a version."""
    with as_owner():
        load_close(out, period, "tester")


def lines(period: int, subject: str) -> set[Line]:
    """Verb, number, village, fields of the changes of a month."""
    rows = all_rows(Change).filter(period=period, subject=subject)
    return {(one.verb, one.number, one.region, " ".join(one.fields)) for one in rows}


def versions(number: str) -> list[MemberVersion]:
    return list(all_rows(MemberVersion).filter(number=number).order_by("from_period"))


MEMBERS = {
    ("changed", "P13", told.VILLAGE, "phone"),
    ("changed", "P14", told.VILLAGE, "edu in_school labour"),
    ("changed", "P21", told.NEXT, "labour"),
    ("changed", "P22", told.VILLAGE, "home relation household"),
    ("left", "P31", told.VILLAGE, ""),
    ("went", "P51", told.VILLAGE, "home"),
    ("came", "P51", told.FAR, "home"),
    ("went", "P52", told.VILLAGE, "home"),
    ("came", "P52", told.FAR, "home"),
    ("entered", "P41", told.VILLAGE, ""),
}
HOUSEHOLDS = {
    ("changed", "H1", told.VILLAGE, "size"),
    ("changed", "H2", told.NEXT, "size"),
    ("left", "H3", told.VILLAGE, ""),
    ("entered", "H4", told.VILLAGE, ""),
    ("went", "H5", told.VILLAGE, "home"),
    ("came", "H5", told.FAR, "home"),
}


def test_the_second_month_lists_who_entered_left_and_changed() -> None:
    assert lines(MAY, "member") == lines(MAY, "household") == set(), "the first month begins the history"
    assert lines(JUNE, "member") == MEMBERS
    assert lines(JUNE, "household") == HOUSEHOLDS


def test_a_number_behind_the_same_mask_is_a_change() -> None:
    before, after = versions("P13")
    assert before.phone_mask == after.phone_mask == "159****0013"
    assert (after.verb, after.fields, before.to_period) == ("changed", ["phone"], JUNE)


def test_what_was_delivered_stays_with_its_file_and_row() -> None:
    before, after = versions("P14")
    assert (before.in_school, before.labour, before.from_period, before.to_period) == ("33", "5", MAY, JUNE)
    assert (after.in_school, after.labour, after.to_period) == ("00", "3", FOREVER)
    files = Snapshot.objects.get(period=MAY).files
    assert files == [told.POOR_FILE] and (before.file, before.row) == (1, 5), (
        "the fourth row under the heading"
    )
    assert [one.row for one in versions("P11")] == [2] and len(versions("P12")) == 1


def test_every_region_has_its_counts() -> None:
    def tally(region: str, subject: str) -> tuple[int, ...]:
        one = all_rows(Tally).get(period=JUNE, region=region, subject=subject)
        return one.present, one.entered, one.left, one.came, one.went, one.changed

    assert tally(told.COUNTY, "member") == (7, 1, 1, 0, 2, 4)
    assert tally(told.OTHER, "member") == (3, 0, 0, 2, 0, 0)
    assert tally(told.VILLAGE, "household") == (2, 1, 1, 0, 1, 1)
    assert tally("620000", "household") == tally("CN", "household") == (5, 1, 1, 1, 1, 2)
    before = all_rows(Tally).get(period=MAY, region="CN", subject="member")
    assert (before.present, before.entered) == (10, 0)


def test_a_household_follows_the_register_to_the_other_county() -> None:
    moved = all_rows(Household).get(hh_no="H5")
    assert (moved.region, moved.home, moved.first_period, moved.changed_period) == (
        told.FAR,
        told.FAR,
        MAY,
        JUNE,
    )
    gone = all_rows(Household).get(hh_no="H3")
    assert (gone.present, gone.last_period, gone.changed_period) == (False, MAY, JUNE)


def _marks() -> list[tuple[object, ...]]:
    """Physical identity of every row: a rewritten row has another one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'm', ctid::text, xmin::text, id FROM households_memberversion UNION ALL"
            " SELECT 'h', ctid::text, xmin::text, id FROM households_householdversion UNION ALL"
            " SELECT 'c', ctid::text, xmin::text, id FROM households_change ORDER BY 1, 4"
        )
        return cursor.fetchall()


def test_the_same_months_again_change_nothing(months: Path) -> None:
    before = _marks()
    for period in (MAY, JUNE):
        load(months, period)
    assert _marks() == before and Snapshot.objects.count() == 2


def test_another_delivery_of_the_newest_month_takes_the_place_of_the_first(tmp_path: Path) -> None:
    rows = told.june()
    rows["P13"]["联系电话"] = told.SAME_MASK[0]
    del rows["P41"]
    rows["P31"] = told.may()["P31"]
    told.write(tmp_path / "anew", rows)
    close("2020-06", tmp_path / "anew", tmp_path / "out")
    load(tmp_path / "out", JUNE)
    gone = {("left", "P31"), ("entered", "P41"), ("changed", "P13")}
    assert lines(JUNE, "member") == {line for line in MEMBERS if line[:2] not in gone}
    assert (
        [one.to_period for one in versions("P13")] == [FOREVER] == [one.to_period for one in versions("P31")]
    )
    assert not all_rows(Household).filter(hh_no="H4").exists()
    assert all_rows(Household).get(hh_no="H3").present


def test_a_month_after_a_newer_one_is_left_aside_and_says_so(tmp_path: Path) -> None:
    told.write(tmp_path / "april", told.may())
    close("2020-04", tmp_path / "april", tmp_path / "out")
    before = _marks()
    load(tmp_path / "out", 202004)
    assert _marks() == before
    assert Snapshot.objects.get(period=202004).state == Snapshot.State.LATE


def test_who_comes_back_is_back(tmp_path: Path) -> None:
    told.write(tmp_path / "july", told.june() | {"P31": told.may()["P31"]})
    close("2020-07", tmp_path / "july", tmp_path / "out")
    load(tmp_path / "out", 202007)
    assert lines(202007, "member") == {("back", "P31", told.VILLAGE, "")}
    assert [(one.from_period, one.to_period) for one in versions("P31")] == [(MAY, JUNE), (202007, FOREVER)]


@pytest.mark.parametrize("model", [MemberVersion, HouseholdVersion])
def test_a_version_is_never_rewritten(model: type) -> None:
    one = all_rows(model).first()
    table = model._meta.db_table  # type: ignore[attr-defined]
    with (
        as_owner() as cursor,
        pytest.raises(DatabaseError, match="insert-only"),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE {table} SET home = '' WHERE id = %s", [one.pk])


def test_red_without_the_trigger_a_version_can_be_rewritten() -> None:
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE households_memberversion DISABLE TRIGGER households_kept")
        cursor.execute("UPDATE households_memberversion SET name = '改' WHERE number = 'P11'")
        assert cursor.rowcount == 1
