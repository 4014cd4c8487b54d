"""Warnings: levels by dated rules, once however often it looks; rectification accepted by the tier above; overdue goes up (19-17-04)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from qianxiao.office.duties.models import Duty
from qianxiao.returns.indicators.models import Target
from qianxiao.returns.supervision import rules
from qianxiao.returns.supervision.find import find
from qianxiao.returns.supervision.models import Rectification, Step
from tests.books.world import COUNTIES, PERIOD
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
On = Callable[[str], date]
BOOKS = "books_unsigned"
WELL = "已于当日完成核对并签章，见签章记录"


def _look() -> dict[str, int]:
    with as_owner():
        return find("worker")


def _books(region: str) -> Rectification:
    found: Rectification = all_rows(Rectification).get(rule=BOOKS, region=region)
    return found


def _duty(one: Rectification) -> Duty:
    found: Duty = all_rows(Duty).filter(rule="rectification", page_no=one.pk).latest("id")
    return found


def _steps(verb: str) -> int:
    """Unsigned counties something happened to."""
    numbers = all_rows(Rectification).filter(rule=BOOKS, region__in=COUNTIES).values_list("id", flat=True)
    return int(all_rows(Step).filter(of="rectification", number__in=list(numbers), verb=verb).count())


def _levels(region: str) -> list[tuple[str, int]]:
    return list(all_rows(Rectification).filter(region=region, rule=BOOKS).values_list("state", "level"))


def test_levels_come_from_dated_values() -> None:
    line = rules.rule(BOOKS)
    assert line and [rules.level_of(line, n, 20200609) for n in (0, 1, 3, 4, 9, 10, 400)] == [
        0,
        1,
        1,
        2,
        2,
        3,
        3,
    ]
    assert rules.level_of(line, 400, 20191231) == 0, "before the clause is in force"
    dated = {"values": [{"from": 20200101, "remind": 1}, {"from": 20200601, "remind": 5}]}
    assert [rules.level_of(dated, 2, day) for day in (20200531, 20200601)] == [1, 0]
    assert all(one["zh"] and one["en"] and one["clause"] and one["values"] for one in rules.rules())


def test_a_county_that_did_not_sign_is_reminded_then_corrected_then_held_accountable(
    sign_in: SignIn, on: On
) -> None:
    on("2020-06-08")  # the county's last day
    assert _look()["opened"] == all_rows(Rectification).exclude(rule=BOOKS).count() and not _levels("621126")
    on("2020-06-09")
    assert _look()["opened"] == len(COUNTIES) and _levels("621126") == [("open", 1)]
    assert _look() == {"opened": 0, "harder": 0, "cured": 0, "escalated": 0}, "twice a day is once"
    one = _books("621126")
    duty = _duty(one)
    assert duty.region == "621126"
    assert (duty.page, duty.page_no, duty.due_on) == (
        "rectification",
        one.pk,
        one.due_on,
    ) and one.due_on > date(2020, 6, 9)
    on("2020-06-12")
    _look()
    assert _steps("harder") == len(COUNTIES) and _levels("621126") == [("open", 2)]
    on("2020-06-18")
    _look()
    assert _levels("621126") == [("open", 3)]
    steps = (
        all_rows(Step)
        .filter(of="rectification", number=one.pk)
        .order_by("id")
        .values_list("verb", "note", "by")
    )
    assert list(steps) == [("opened", "1", "worker"), ("harder", "2", "worker"), ("harder", "3", "worker")]
    page = sign_in("c621126").get(reverse("rectification", args=[one.pk])).content.decode()
    assert "逾期 10 天" in page and "问责" in page


def test_a_reminder_goes_by_itself_when_its_cause_is_gone(sign_in: SignIn, on: On) -> None:
    on("2020-06-09")
    _look()
    county = "621121"
    kinds = sign_in(f"c{county}")
    page = kinds.get(f"/reports/monthly/2020-05/{county}").content.decode()
    for kind in re.findall(
        r'<option value="(\w+)"', page.partition('name="kind"')[2].partition("</select>")[0]
    ):
        kinds.post(
            f"/reports/monthly/2020-05/{county}/explain",
            {"kind": kind, "cause": "other", "reason": "平台补录中"},
        )
    assert sign_in(f"r{county}").post(f"/reports/monthly/2020-05/{county}/sign").status_code == 302
    assert _look()["cured"] == 1 and _levels(county) == [("cured", 1)] and _levels("621126") == [("open", 1)]
    assert _duty(_books(county)).done_on == date(2020, 6, 9)


def test_the_tier_above_accepts_and_never_the_unit_itself(sign_in: SignIn, on: On) -> None:
    on("2020-06-09")
    _look()
    one = _books("621126")
    at = reverse("rectification", args=[one.pk])
    accept = {"verb": "accept", "reason": "签章属实"}
    assert sign_in("p621100").post(f"{at}/decide", accept).status_code == 422, "nothing is answered"
    assert sign_in("p621100").post(f"{at}/answer", {"answer": WELL}).status_code == 422, (
        "the unit itself answers"
    )
    assert sign_in("c621121").post(f"{at}/answer", {"answer": WELL}).status_code == 404
    county = sign_in("c621126")
    assert county.post(f"{at}/answer", {"answer": "好"}).status_code == 422
    assert county.post(f"{at}/answer", {"answer": WELL}).status_code == 302
    assert _duty(one).done_on is not None
    assert county.post(f"{at}/decide", accept).status_code == 404
    assert sign_in("province").post(f"{at}/decide", accept).status_code == 422, (
        "it is the prefecture's to accept"
    )
    prefecture = sign_in("p621100")
    assert prefecture.post(f"{at}/decide", {"verb": "give_back", "reason": "缺少佐证"}).status_code == 422, (
        "a new day"
    )
    back = {"verb": "give_back", "reason": "缺少佐证", "due": "2020-06-12"}
    assert prefecture.post(f"{at}/decide", back).status_code == 302
    again = _duty(one)
    assert (again.due_on, again.done_on) == (date(2020, 6, 12), None)
    assert county.post(f"{at}/answer", {"answer": WELL + "，佐证见台账"}).status_code == 302
    assert prefecture.post(f"{at}/decide", accept).status_code == 302
    one = _books("621126")
    assert (one.state, one.accepted_by, one.given_back) == ("accepted", "p621100", 1)
    assert _look()["opened"] == 0, "accepted at this level it is not opened again"
    with pytest.raises(IntegrityError), transaction.atomic():
        all_rows(Rectification).filter(pk=one.pk).update(accepted_by="c621126")
    with pytest.raises(IntegrityError), transaction.atomic():
        all_rows(Rectification).filter(pk=one.pk).update(overseer="621126")


def test_an_overdue_rectification_goes_one_tier_up_by_itself(sign_in: SignIn, on: On) -> None:
    on("2020-06-09")
    _look()
    one = _books("621126")
    assert (one.overseer, one.raised) == ("621100", 0)
    on(str(one.due_on))  # the last day is in time
    _look()
    assert _books("621126").raised == 0
    on(str(date.fromordinal(one.due_on.toordinal() + 1)))
    assert _look()["escalated"] >= len(COUNTIES)
    up = _books("621126")
    assert (up.overseer, up.raised) == ("620000", 1) and up.due_on > one.due_on
    assert _look()["escalated"] == 0, "one tier, with days of its own"
    at = reverse("rectification", args=[up.pk])
    assert "逾期上提一级" in sign_in("p621100").get(at).content.decode()
    assert sign_in("c621126").post(f"{at}/answer", {"answer": WELL}).status_code == 302
    accept = {"verb": "accept", "reason": "签章属实"}
    assert sign_in("p621100").post(f"{at}/decide", accept).status_code == 422
    # what is answered waits for the tier above and rises no further
    on("2020-12-01")
    _look()
    assert _books("621126").overseer == "620000"
    assert sign_in("province").post(f"{at}/decide", accept).status_code == 302


def test_the_nation_is_where_it_ends(on: On) -> None:
    day = on("2020-06-09")
    _look()
    for _n in range(5):
        last: Any = _books("621126")
        day = on(str(date.fromordinal(max(last.due_on, day).toordinal() + 1)))
        _look()
    assert (_books("621126").overseer, _books("621126").level) == ("CN", 3)
    assert _look()["escalated"] == 0


def test_behind_schedule_is_found_where_a_number_was_given(sign_in: SignIn, on: On) -> None:
    on("2020-06-01")
    with as_owner():
        told = {
            "code": "new_students",
            "version": 1,
            "state": "approved",
            "proposed_by": "a",
            "decided_by": "b",
        }
        all_rows(Target).create(region="621100", parent="620000", goal=1_000_000, **told)
        all_rows(Target).create(region="621200", parent="620000", goal=0, **told)
    _look()
    one = all_rows(Rectification).get(rule="students_behind")
    assert (one.region, one.level, one.overseer, one.period) == ("621100", 3, "620000", PERIOD)
    assert one.facts["whole"] == 1_000_000 and one.measured > 200
    wholes = [row.facts["whole"] for row in all_rows(Rectification).filter(rule="training_behind")]
    assert wholes and min(wholes) >= 20, "a handful of people is no schedule"
    page = sign_in("province").get("/supervision/").content.decode()
    assert "招生进度落后于序时进度" in page and f"落后 {one.measured / 10:.1f} 个百分点" in page
    row = re.search(r"region=621100\">[^<]*</a></td>(.*?)</tr>", page)
    assert row and 'class="late">' in row[1]
    assert sign_in("p621200").get("/supervision/").content.decode().count("招生进度落后于序时进度") <= 1, (
        "the filter's word alone"
    )


def test_a_late_form_is_found_from_its_duty(on: On) -> None:
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.office.duties.actions import open_duties

    on("2020-12-15")
    with as_owner():
        open_duties(Actor("tester", None, whole_scope()), [2020])
    _look()
    assert not all_rows(Rectification).filter(rule="form_late").exists(), "the fifteenth is in time"
    on("2020-12-16")
    _look()
    found = (
        all_rows(Rectification).filter(rule="form_late").values_list("region", "overseer", "level", "period")
    )
    assert list(found) == [("620000", "CN", 1, 2020)]
