"""One record a person: the owner moves with the state, nothing is overwritten, each counts once (20-11-04, -05, -07)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import in_scope, scope_for, whole_scope
from qianxiao.services.employment import queries
from qianxiao.services.employment.models import Change, Record, Spell
from tests.employment.world import BEGUN, COUNTY, DAY, ELSEWHERE, OTHER, PEOPLE, person_id
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
JOB = {"form": "1", "employer": "某电子有限公司", "org_code": "", "job": "装配工", "starts": "2020-06-01", "since": "", "income": "3200.50",
       "contract": "fixed", "insured": ["pension"], "organised": "1", "sector": "C", "way": "phone"}  # fmt: skip


def _one(number: int = 0) -> Record:
    return all_rows(Record).get(person=person_id(number))  # type: ignore[no-any-return]


def _work(client: Client, number: int, county: str, **more: object) -> object:
    return client.post(
        f"/employment/{_one(number).pk}/change?state=1", {**JOB, "work_region": county, **more}
    )


def _scope(region: str):  # type: ignore[no-untyped-def]
    return scope_for(Role.COUNTY, [span(region)])


def _by(column: str, day: int = 20200707) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in queries.counts(whole_scope(), day, column):
        found[str(row["county"])] = found.get(str(row["county"]), 0) + int(str(row["people"]))
    return found


def test_the_first_load_has_everybody_of_the_labour_force_once() -> None:
    rows = all_rows(Record)
    assert (
        rows.count() == PEOPLE + 1 + ELSEWHERE
    )  # with the pupil of 17, without the old one and who cannot work
    assert _one(PEOPLE).reason == "study" and _one().state == "2"
    assert all(row.region == row.home for row in rows)
    from qianxiao.services.employment.actions_load import begin

    assert begin(BEGUN, "operator") == 0 and all_rows(Spell).count() == rows.count()


def test_work_in_another_county_hands_the_record_there_and_both_read_it(
    county: Client, other: Client
) -> None:
    one = _one()
    assert other.get(f"/employment/{one.pk}").status_code == 404
    assert _work(county, 0, "宕昌县").status_code == 302  # type: ignore[attr-defined]
    now = _one()
    assert (now.region, now.home, now.state, now.income, now.insured) == (
        OTHER,
        one.home,
        "1",
        320050,
        ["pension"],
    )
    for client in (county, other):
        assert "某电子有限公司" in client.get(f"/employment/{one.pk}").content.decode()
    # read by both, written by one
    assert county.get(f"/employment/{one.pk}/change").status_code == 404
    assert county.post(f"/employment/{one.pk}/confirm", {"way": "phone"}).status_code == 404
    assert other.post(f"/employment/{one.pk}/confirm", {"way": "phone"}).status_code == 302
    # without work it goes back home, in the same moment
    idle = {"since": "2020-07-01", "reason": "care", "willing": "1", "way": "phone"}
    assert other.post(f"/employment/{one.pk}/change?state=3", idle).status_code == 302
    back = _one()
    assert (back.region, back.form, back.employer, back.income, back.reason) == (
        one.home,
        "",
        "",
        None,
        "care",
    )
    assert (
        other.get(f"/employment/{one.pk}").status_code == 404
        and county.get(f"/employment/{one.pk}").status_code == 200
    )


def test_the_database_lets_the_home_read_and_the_owner_alone_write(county: Client) -> None:
    _work(county, 0, OTHER)
    key = _one().pk
    asked = f"UPDATE employment_record SET name = name WHERE id = {key}"
    seen = f"SELECT count(*) FROM employment_record WHERE id = {key}"
    for region, reads, writes in ((COUNTY, 1, 0), (OTHER, 1, 1), ("522301", 0, 0)):
        with in_scope(_scope(region)), connection.cursor() as cursor:
            cursor.execute(seen)
            assert cursor.fetchone()[0] == reads
            cursor.execute(asked)
            assert cursor.rowcount == writes


def test_the_log_keeps_old_and_new_and_the_owner_before_and_after(county: Client) -> None:
    _work(county, 0, OTHER, note="电话核实")
    log = all_rows(Change).filter(record=_one()).order_by("-id").first()
    assert (log.kind, log.owner_before, log.owner_after, log.way, log.source, log.by) == ("changed", _one().home, OTHER, "phone", "office", "county")  # fmt: skip
    assert (
        log.was["state"] == "2"
        and log.now["state"] == "1"
        and log.now["income"] == 320050
        and log.note == "电话核实"
    )
    page = county.get(f"/employment/{_one().pk}").content.decode()
    assert "宕昌县" in page and "3,200.50" in page
    for sql in (f"UPDATE employment_change SET note = '' WHERE id = {log.pk}", f"DELETE FROM employment_spell WHERE record_id = {log.record_id}",
                f"UPDATE employment_spell SET state = '4' WHERE record_id = {log.record_id}"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_each_person_counts_once_by_owner_and_by_home_and_a_past_day_stands(county: Client) -> None:
    before = _by("region", 20200705)
    for number in range(4):
        _work(county, number, OTHER if number < 2 else COUNTY)
    assert _by("region") == {COUNTY: PEOPLE + 1 - 2, OTHER: ELSEWHERE + 2}
    assert _by("home") == {COUNTY: PEOPLE + 1, OTHER: ELSEWHERE}
    assert sum(_by("region").values()) == sum(_by("home").values()) == all_rows(Record).count()
    assert _by("region", 20200705) == before == {COUNTY: PEOPLE + 1, OTHER: ELSEWHERE}
    province = scope_for(Role.PROVINCE, [span("620000")])
    owners, homes = (
        sum(line.people for line in queries.figures(province, "620000", DAY, by)) for by in ("region", "home")
    )
    assert owners == homes == all_rows(Record).count()


def test_staleness_shares_and_the_list_behind_them(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    """BEGUN lies 96 days back: everybody is stale until somebody confirms."""
    assert "0.0%" in county.get("/employment/figures").content.decode()
    county.post(f"/employment/{_one().pk}/confirm", {"way": "visit"})
    line = sum(one.fresh for one in queries.figures(_scope(COUNTY), COUNTY, DAY))
    assert line == 1
    stale = county.get("/employment/?fresh=stale").content.decode()
    fresh = county.get("/employment/?fresh=fresh").content.decode()
    assert f'/employment/{_one().pk}"' not in stale and f'/employment/{_one().pk}"' in fresh
    assert sign_in("ministry").get("/employment/figures").status_code == 200
    assert sign_in("ministry").get("/employment/").status_code == 404


def test_a_confirmation_changes_nothing_but_its_day(county: Client) -> None:
    one = _one()
    assert county.post(f"/employment/{one.pk}/confirm", {"way": "visit"}).status_code == 302
    now = _one()
    assert (now.as_of, now.way, now.by, now.state, now.due) == (20200706, "visit", "county", "2", 20201004)
    assert all_rows(Spell).filter(record=one).count() == 1
    assert all_rows(Change).filter(record=one, kind="confirmed").count() == 1
    assert county.post(f"/employment/{one.pk}/confirm", {"way": "file"}).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "text"),
    [({"work_region": "无此县"}, "县"), ({"employer": ""}, "单位"), ({"org_code": "123"}, "18"), ({"starts": "2021-01-01"}, "id_starts"),
     ({"form": ""}, ""), ({"income": "-1"}, ""), ({"way": ""}, ""), ({"contract_end": "2020-01-01"}, "合同")],
)  # fmt: skip
def test_what_does_not_fit_together_is_said_and_nothing_is_kept(
    county: Client, wrong: dict[str, str], text: str
) -> None:
    answer = county.post(f"/employment/{_one().pk}/change?state=1", {**JOB, "work_region": COUNTY, **wrong})
    assert answer.status_code == 422 and text in answer.content.decode()
    assert _one().state == "2" and all_rows(Change).filter(record=_one()).count() == 1


def test_a_township_keeps_its_own_people(sign_in, county: Client) -> None:  # type: ignore[no-untyped-def]
    town, mine, not_mine = sign_in("town"), _one(1), _one(0)
    assert town.get(f"/employment/{mine.pk}").status_code == 200
    assert town.get(f"/employment/{not_mine.pk}").status_code == 404
    assert _work(town, 1, COUNTY).status_code == 302  # type: ignore[attr-defined]
    assert _one(1).region == mine.home, "work in the own county leaves it with the village"


def test_the_demo_writes_states_by_lot_once(settings) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.services.employment.actions_load import demo_states

    settings.DEMO = True
    made = demo_states("operator")
    assert made.written and {row.state for row in all_rows(Record)} >= {"1", "2"}
    assert not demo_states("operator").written
