"""20-07-03: a school says how it stands and reports; who has not is listed; switching it off leaves teaching intact."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from qianxiao.office.accounts.models import Post
from qianxiao.programme.control import actions, lists, pages, rules
from qianxiao.programme.control.models import Report, Status
from tests.scoped import all_rows
from tests.studies.cast import OTHER_SCHOOL, active, figures, of, register

pytestmark = pytest.mark.django_db
THURSDAY, MONDAY = date(2020, 4, 2), 20200330
STATE = {"state": "open", "starts": "2020-03-30", "plan": "分批返校、每日测温、隔离室一间"}
FIGURES = {"present": "180", "ill": "1", "apart": "2"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, today: None) -> None:
    """The modules of this app took `today` by name; the rhythm begins before the day of the tests."""
    for module in (actions, lists, pages):
        monkeypatch.setattr(module, "today", lambda: THURSDAY)
    rules._file.cache_clear()
    rules._file()["reporting"][0]["from"] = 20200101


def own() -> str:
    return str(Post.objects.get(user__username="school").institution)


def listed(client: Client, tab: str) -> set[str]:
    page = client.get(f"/control/?tab={tab}")
    assert page.status_code == 200, page.content.decode()
    return {row["title"] for row in page.context["list"]["rows"]}


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_week_is_that_of_its_monday() -> None:
    assert rules.period_of("weekly", THURSDAY) == MONDAY == rules.period_of("weekly", date(2020, 3, 30))
    assert rules.period_of("daily", THURSDAY) == 20200402 and rules.period_of("off", THURSDAY) == 0


def test_20_07_03_school_control_status_plan_and_report(sign_in: Any) -> None:
    """20-07-03: open, closed, online with dates and plan; the list of schools that have not reported."""
    school, county = sign_in("school"), sign_in("county")
    name = county.get(f"/control/schools/{own()}").context["one"].name
    assert name in listed(county, "lacking") and listed(county, "reported") == set()
    assert school.post("/control/state", STATE).status_code == 302
    assert school.post("/control/report", FIGURES).status_code == 302
    assert listed(county, "reported") == {name} and name not in listed(county, "lacking")
    page = said(county.get(f"/control/schools/{own()}"))
    assert STATE["plan"] in page and "正常开学" in page and "180" in page
    row = all_rows(Report).get(org_code=own())
    assert (row.every, row.period, row.present, row.ill, row.apart) == ("weekly", MONDAY, 180, 1, 2)
    assert sign_in("other").get(f"/control/schools/{own()}").status_code == 404
    assert sign_in("other-school").get(f"/control/schools/{own()}").status_code == 404
    assert sign_in("school").get("/control/").headers["Location"].endswith(own())


def test_what_cannot_be_is_refused_with_its_reason(sign_in: Any) -> None:
    school = sign_in("school")
    for bad, why in (
        ({**STATE, "plan": ""}, "须有疫情防控方案"),
        ({**STATE, "until": "2020-03-01"}, ""),
        ({**STATE, "state": "half"}, ""),
    ):
        answer = school.post("/control/state", bad)
        assert answer.status_code == 422 and why in said(answer), bad
    assert school.post("/control/state", STATE).status_code == 302
    again = school.post("/control/state", {**STATE, "state": "closed"})
    assert again.status_code == 422 and "2020-03-30" in said(again), "the other record's day"
    assert (
        school.post(
            "/control/state", {**STATE, "state": "closed", "starts": "2020-04-01", "plan": ""}
        ).status_code
        == 302
    )
    assert school.post("/control/report", {**FIGURES, "ill": "181"}).status_code == 422
    assert school.post("/control/report", {**FIGURES, "ill": "-1"}).status_code == 422
    assert school.post("/control/report", FIGURES).status_code == 302
    assert school.post("/control/report", FIGURES).status_code == 422, "say why it changes"
    assert school.post("/control/report", {**FIGURES, "ill": "0", "note": "复测正常"}).status_code == 302
    assert all_rows(Report).get(org_code=own()).ill == 0
    assert Report.pgh_event_model.objects.get().ill == 1  # type: ignore[attr-defined]
    assert sign_in("centre").post("/control/report", FIGURES).status_code == 404, "not a technical school"
    assert sign_in("county").post("/control/report", FIGURES).status_code == 404


def _records() -> dict[str, int]:
    """Rows of every table about students, classes, teachers and courses."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relispartition AND relname ~ '^(studies|training|schools|courses|monitoring|evaluation|people)_' ORDER BY 1"
        )
        found = {}
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = cursor.fetchone()[0]
    return found


def test_20_07_03_switching_the_module_off_leaves_teaching_records_intact(sign_in: Any) -> None:
    """20-07-03: Switching the module off leaves teaching records intact; daily, weekly and off by region."""
    school, county = sign_in("school"), sign_in("county")
    active(sign_in, register(school, of(3)))
    school.post("/control/state", STATE)
    school.post("/control/report", FIGURES)
    students, before = figures(school), _records()
    assert before["studies_student"] > 0
    off = {"region": own_county(), "every": "off", "reason": "转入常态化"}
    assert county.post("/control/switch", {**off, "reason": ""}).status_code == 422
    assert county.post("/control/switch", {**off, "region": "621223"}).status_code == 422
    assert school.post("/control/switch", off).status_code == 404
    assert county.post("/control/switch", off).status_code == 302
    assert _records() == before and figures(school) == students
    assert listed(county, "lacking") == set(), "nobody owes a report"
    refused = school.post("/control/report", {**FIGURES, "note": "再报"})
    assert refused.status_code == 422 and "本地区已停止报告" in said(refused)
    page = said(county.get(f"/control/schools/{own()}"))
    assert "180" in page and STATE["plan"] in page, "what was reported stays to be read"
    assert all_rows(Status).count() == 1 and all_rows(Report).count() == 1
    assert county.post("/control/switch", {**off, "every": "daily"}).status_code == 422, "once a day"
    far = sign_in("other")
    assert far.get(f"/control/schools/{OTHER_SCHOOL}").context["off"] is False, "another county goes on"


def own_county() -> str:
    return "621126"


def test_the_most_specific_region_wins_with_its_newest_day() -> None:
    told = [
        rules.Rhythm("620000", 20200301, "daily"),
        rules.Rhythm("621126", 20200310, "off"),
        rules.Rhythm("621126", 20200401, "weekly"),
        rules.Rhythm("621126", 20200501, "daily"),
    ]
    found = rules.in_force(told, 20200402)
    assert rules.every_in(found, "621126100001") == "weekly"
    assert rules.every_in(found, "621223") == "daily" and rules.every_in(found, "522301") == "weekly"
