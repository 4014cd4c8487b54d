"""A household handed over takes its closed months along: the new county sees them, nobody of a county changes them (A9)."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client

from qianxiao.base.scope import RANGES, multirange
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.scope import coming_along, in_scope, scope_for, whole_scope
from qianxiao.programme.matching.models import Doubt
from qianxiao.registers.people.signals import kept_elsewhere
from qianxiao.returns.close import queries_case
from qianxiao.returns.close.models import Close, CoverageCell
from tests.contract.walls import _open_queries
from tests.households import registers as told
from tests.households.conftest import JUNE
from tests.households.test_moves import answer, home, offered
from tests.households.test_person import address
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
TABLES = ("person", "dutystate", "gapline", "dueline", "evidencelink", "doubt", "irregularity")


@pytest.fixture
def moved(county: Client, sign_in: Callable[[str], Client]) -> Client:
    """The other county's officer, who has taken the first household over."""
    other = sign_in("other")
    assert answer(other, offered(county), "accept") == 302
    return other


def state_shown(client: Client) -> bool:
    text = client.get(address("P13")).content.decode()
    return "已注册，免学费未落实" in text and "技工院校学生学籍" in text


def test_the_new_county_sees_the_closed_months_from_the_day_of_the_move(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    other = sign_in("other")
    pages = [
        f"/closes/{month}/person/{number}" for month in ("2020-05", "2020-06") for number in ("P11", "P13")
    ]
    assert {other.get(page).status_code for page in pages} == {404}
    figures = list(all_rows(CoverageCell).filter(period=JUNE).order_by("row").values())
    assert answer(other, offered(county), "accept") == 302
    assert {other.get(page).status_code for page in pages} == {200}
    assert state_shown(other)
    household = other.get(f"/households/{home().id}").content.decode()
    assert "已注册，免学费未落实" in household, "the household's page has the month of its people"
    assert list(all_rows(CoverageCell).filter(period=JUNE).order_by("row").values()) == figures
    assert {county.get(page).status_code for page in pages} == {200}, "the lines its own figures are made of"


def test_others_see_neither(moved: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    neighbour = sign_in("neighbour")
    assert neighbour.get("/closes/2020-06/person/P13").status_code == 404
    assert moved.get("/closes/2020-06/person/P21").status_code == 404, "a household that stayed"


def test_handed_back_it_is_gone_again(moved: Client, county: Client) -> None:
    assert answer(county, offered(moved, "岷县"), "accept") == 302
    assert moved.get("/closes/2020-06/person/P13").status_code == 404
    assert state_shown(county)


def _at(region: str, sql: str, *values: str) -> list[tuple[object, ...]] | int:
    """A statement as the pages' role, in the scope of one county."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true)", [RANGES, multirange([span(region)]) if region else ""]
        )
        cursor.execute(sql, values)
        return cursor.fetchall() if sql.startswith("SELECT") else int(cursor.rowcount)


def _numbers(region: str, sql: str) -> set[object]:
    seen = _at(region, sql)
    assert isinstance(seen, list)
    return {number for (number,) in seen}


@pytest.mark.usefixtures("moved")
def test_no_county_changes_a_closed_month() -> None:
    for table in TABLES:
        for region in (told.COUNTY, told.OTHER):
            with in_scope(whole_scope()):
                assert _at(region, f"UPDATE close_{table} SET region = region") == 0, table
            with in_scope(whole_scope()):
                assert _at(region, f"DELETE FROM close_{table}") == 0, table
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        _at(told.COUNTY, "INSERT INTO close_person SELECT * FROM close_person LIMIT 1")


@pytest.mark.usefixtures("moved")
def test_red_without_the_policy_the_county_would_change_it() -> None:
    with as_owner() as cursor:
        cursor.execute("DROP POLICY kept_update ON close_person")
    with in_scope(whole_scope()):
        assert _at(told.COUNTY, "UPDATE close_person SET step = step") != 0


@pytest.mark.usefixtures("moved")
def test_each_wall_alone_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database shows the handed people's lines and no others; so does the query layer without it."""
    asked, mine = (
        f"SELECT person_no FROM close_person WHERE period = {JUNE}",
        {"P11", "P12", "P13", "P14", "P22"},
    )
    with in_scope(whole_scope()):
        assert _numbers(told.OTHER, asked) == {"P51", "P52", "P61"}, "a list shows what lies in the county"
        with coming_along():
            assert _numbers(told.OTHER, asked) == mine | {"P51", "P52", "P61"}
            assert not mine & _numbers("621122", asked)
            assert _numbers("", asked) == set(), "asking for what came along opens nothing without a scope"
    scope = scope_for("county", [span(told.OTHER)])
    with in_scope(whole_scope()):  # row security sees everything
        file = queries_case.person_file(scope, JUNE, "P13")
        assert {one.person_no for one in file.household} == mine
        with pytest.raises(Http404):
            queries_case.person_file(scope, JUNE, "P21")
    with in_scope(scope), monkeypatch.context() as patch:
        _open_queries(patch)
        with pytest.raises(Http404):
            queries_case.person_file(scope, JUNE, "P21")
        assert queries_case.person_file(scope, JUNE, "P13").person.name == "杨秀梅"


def _asked(number: str) -> Doubt:
    """A doubt about somebody of the home county."""
    found: Doubt = all_rows(Doubt).create(
        register="trainees", person_no=number, region=told.VILLAGE, period=JUNE, first_period=JUNE, mark=b"m", record=b"r",
        content=b"c", sealed=b"s", key_version=1, rank=1, doubt_class="doubtful", bits=100, state="visit",
    )  # fmt: skip
    return found


def test_a_doubt_goes_along_and_the_old_county_no_longer_decides_it(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    other, doubt = sign_in("other"), _asked("P13")
    page, said = f"/match/doubts/{doubt.pk}", {"verb": "same", "seen": b"c".hex()}
    assert (county.get(page).status_code, other.get(page).status_code) == (200, 404)
    assert answer(other, offered(county), "accept") == 302
    assert (county.get(page).status_code, other.get(page).status_code) == (404, 200)
    assert all_rows(Doubt).get(pk=doubt.pk).state == "open", "nobody of the old county need look any more"
    assert county.post(f"{page}/decide", said).status_code == 404
    assert other.post(f"{page}/decide", said).status_code == 302


def test_red_without_the_signal_the_doubt_stays_behind(
    county: Client, sign_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_elsewhere, "send", lambda **_told: [])
    doubt = _asked("P13")
    assert answer(sign_in("other"), offered(county), "accept") == 302
    assert county.get(f"/match/doubts/{doubt.pk}").status_code == 200


def test_a_later_load_keeps_it_where_the_person_is(moved: Client) -> None:
    """The month's own rows say the home village: the load itself asks the vault."""
    assert moved and Close.objects.filter(period=JUNE).exists()
    with as_owner() as cursor, in_scope(whole_scope()):
        from qianxiao.programme.matching.intake import SQL

        cursor.execute((SQL / "1_arrival.sql").read_text(encoding="utf-8"))
        cursor.execute("INSERT INTO matching_arrival (person_no, region) VALUES ('P13', %s)", [told.VILLAGE])
        cursor.execute((SQL / "15_kept.sql").read_text(encoding="utf-8"))
        cursor.execute("SELECT region FROM matching_arrival")
        assert cursor.fetchall() == [(told.OTHER,)]
        cursor.execute("DROP TABLE matching_arrival")
