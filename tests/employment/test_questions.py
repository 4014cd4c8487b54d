"""The quarter's comparison, the month's calls, and how a county empties its lists (facts 2.6, 20-11-04, B50)."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from qianxiao.base.uscc import check_char
from qianxiao.services.employment import parameters
from qianxiao.services.employment.models import Change, Record, Todo
from tests.employment.world import COUNTY, OTHER, PEOPLE, id_no, person_id
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
FIRM = "91621223MA7000001"
FIRM += check_char(FIRM)
ELSEWHERE = "91440306MA7000001"
ELSEWHERE += check_char(ELSEWHERE)


def _one(number: int = 0) -> Record:
    return all_rows(Record).get(person=person_id(number))  # type: ignore[no-any-return]


def _file(rows: list[tuple[int, str, str, str, str]], county: str = COUNTY) -> None:
    """Rows of the register of insurance as an import took them in: person, firm's code and name, from and to month."""
    from qianxiao.engine.io.layouts import layouts
    from qianxiao.office.audit.keys import ring
    from qianxiao.registers.rosters.models import Entry, Import, Line
    from qianxiao.registers.rosters.sealing import Keys
    from tests.employment.world import now

    keys = Keys.of(ring())
    names = [one.name for one in layouts()["insurance"].columns]
    from qianxiao.office.accounts.scope import whole_scope

    scope = whole_scope()
    one = Import.objects.within(scope).create(register="insurance", period=202007, state="done", file_name="x.xlsx", store=uuid4(), by="county", post=1, region=county)  # fmt: skip
    for n, (person, code, firm, first, last) in enumerate(rows):
        told: dict[str, Any] = {
            "insurance_no": str(n),
            "id_no": id_no(person),
            "employer_code": code,
            "employer_name": firm,
            "from_month": first,
            "to_month": last,
        }
        mark = f"{one.pk} {n}".encode()
        line = Line.objects.within(scope).create(
            imported=one, n=n, src_row=n + 2, verdict="new", home=county, key_index=mark, mark=mark, version=keys.version, region=county,
            sealed=keys.seal(one.pk, n, json.dumps([told.get(name) for name in names])),
        )  # fmt: skip
        Entry.objects.within(scope).create(register="insurance", home=county, key_index=mark, line=line, mark=mark, since=now(), region=county)  # fmt: skip


def _work(client: Client, number: int, code: str, firm: str) -> None:
    told = {
        "form": "1",
        "employer": firm,
        "org_code": code,
        "work_region": COUNTY,
        "starts": "2020-01-01",
        "way": "phone",
    }
    assert client.post(f"/employment/{_one(number).pk}/change?state=1", told).status_code == 302
    all_rows(Record).filter(person=person_id(number)).update(as_of=20200601)


def _compared(client: Client) -> dict[int, Todo]:
    assert client.post("/employment/run/compare").status_code == 302
    by_key = {person_id(n): n for n in range(PEOPLE + 1)}
    return {by_key[row.person_id]: row for row in all_rows(Todo).filter(kind="compare")}


def test_differences_become_the_quarters_questions_and_a_second_time_makes_none(county: Client) -> None:
    _work(county, 1, FIRM, "某厂")
    _work(county, 2, FIRM, "某厂")
    _work(county, 3, FIRM, "某厂")
    _file([(0, FIRM, "某厂", "202003", ""), (1, ELSEWHERE, "另一厂", "2020-05", ""), (2, FIRM, "某厂", "202001", "202004"),
           (3, FIRM, "某厂", "202001", ""), (4, FIRM, "某厂", "202009", "")])  # fmt: skip
    found = _compared(county)
    assert {n: row.why for n, row in found.items()} == {0: "insured", 1: "firm", 2: "ended"}
    assert {row.due for row in found.values()} == {20200703}, "the third working day of the quarter"
    assert (
        found[2].facts == {}
        and found[0].facts["work_region"] == OTHER
        and found[1].facts["work_region"] == "440306"
    )
    assert set(_compared(county)) == {0, 1, 2}
    page = county.get("/employment/compare").content.decode()
    assert "某厂" in page and "另一厂" in page and page.count("<tr") == 4


def test_one_click_takes_the_proposal_and_hands_the_record_over(county: Client, other: Client) -> None:
    _file([(0, FIRM, "某厂", "202003", ""), (5, FIRM, "某厂", "202003", "")])
    found = _compared(county)
    assert county.post("/employment/answer/take", {"id": [found[0].pk, found[5].pk]}).status_code == 302
    assert (_one().state, _one().region, _one().org_code, _one().way, _one().since) == (
        "1",
        OTHER,
        FIRM,
        "compare",
        20200301,
    )
    log = all_rows(Change).filter(record=_one()).order_by("-id").first()
    assert (log.source, log.owner_before, log.owner_after) == ("insurance", _one().home, OTHER)
    assert other.get(f"/employment/{_one().pk}").status_code == 200
    assert (
        "没有" in county.get("/employment/compare").content.decode()
        or all_rows(Todo).filter(answer="").count() == 0
    )


def test_the_duty_of_the_quarter_is_opened_and_fulfilled_by_the_empty_list(county: Client) -> None:
    from qianxiao.office.duties.models import Duty

    _file([(0, FIRM, "某厂", "202003", "")])
    found = _compared(county)
    mine = all_rows(Duty).filter(rule="platform_quarter")
    assert [(one.due_on, one.done_on) for one in mine] == [(date(2020, 7, 8), None)]
    county.post("/employment/answer/confirm", {"id": found[0].pk})
    assert [one.done_on for one in all_rows(Duty).filter(rule="platform_quarter")] == [date(2020, 7, 6)]
    assert _one().state == "2" and _one().as_of == 20200706


def test_three_dated_attempts_make_somebody_unreachable(county: Client) -> None:
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties.actions import set_clock

    assert county.post("/employment/run/call").status_code == 302
    row = all_rows(Todo).get(record=_one())
    for turn in range(3):
        set_clock(Actor("operator"), date(2020, 7, 6 + turn))
        assert _one().unreached is None
        assert county.post("/employment/answer/unreached", {"id": row.pk}).status_code == 302
        again = county.post("/employment/answer/unreached", {"id": row.pk})
        assert again.status_code == 200, "a second attempt of one day does not count"
    row = all_rows(Todo).get(pk=row.pk)
    assert (row.answer, row.tries, _one().unreached) == (
        "unreached",
        [20200706, 20200707, 20200708],
        20200708,
    )
    county.post(f"/employment/{_one().pk}/confirm", {"way": "phone"})
    assert _one().unreached is None


def test_calls_are_made_once_of_old_confirmations_only(county: Client, other: Client) -> None:
    county.post(f"/employment/{_one().pk}/confirm", {"way": "phone"})
    for _turn in range(2):
        county.post("/employment/run/call")
    rows = all_rows(Todo).filter(kind="call")
    assert rows.count() == PEOPLE and not rows.filter(record=_one()).exists()
    assert {row.due for row in rows} == {20200731}
    assert other.get(f"/employment/todo/{rows[0].pk}").status_code == 404
    assert other.post("/employment/answer/confirm", {"id": rows[0].pk}).status_code == 404
    page = county.get(f"/employment/todo/{rows[0].pk}").content.decode()
    assert "/employment/answer/unreached" in page


def test_a_change_on_the_record_answers_its_question(county: Client) -> None:
    county.post("/employment/run/call")
    _work(county, 0, FIRM, "某厂")
    assert all_rows(Todo).get(record=_one()).answer == "changed"


@pytest.mark.parametrize(("quarter", "due"), [(1, 20200106), (2, 20200403), (3, 20200703), (4, 20201012)])
def test_the_first_three_working_days_leave_the_holidays_out(quarter: int, due: int) -> None:
    assert parameters.quarter_due(2020, quarter) == due
