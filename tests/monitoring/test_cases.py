"""Cases: planned, closed with an effect that stands in the register; what is due comes before any other help (19-05-09, -10)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.monitoring.conftest import MONTH
from tests.scoped import all_rows
from tests.studies.cast import moved, student

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
DONE = {"effect": "已跟上课程"}


def _case(monitor: Client, page: str, trouble: str, measure: str) -> Any:
    """A case of one student, found by the month's record."""
    from qianxiao.programme.monitoring.models import Case, Record

    row = all_rows(Record).get(month=MONTH, student=student(page).pk)
    told = {"month": str(MONTH), "sure": "1", f"t-{row.pk}": trouble, f"m-{row.pk}": measure}
    assert monitor.post("/monitoring/hand", told).status_code == 302
    return all_rows(Case).get(student=student(page).pk)


def test_a_change_of_major_stands_in_the_roll_before_its_case_closes(
    sign_in: SignIn, opened: list[str]
) -> None:
    """19-05-09: the case cannot close before the registration change is there; then it does, with what happened."""
    monitor = sign_in("monitor")
    case = _case(monitor, opened[0], "study", "major")
    to = f"/monitoring/cases/{case.pk}"
    assert (
        monitor.post(f"{to}/plan", {"measure": "major", "owner": "", "due": "2020-05-01"}).status_code == 422
    )
    planned = {"measure": "major", "owner": "班主任", "due": "2020-05-01"}
    assert monitor.post(f"{to}/plan", planned).status_code == 302
    early = monitor.post(f"{to}/close", DONE)
    assert early.status_code == 422 and "转专业" in early.content.decode()
    assert moved(sign_in("school"), opened[0], "major", major="0115-4").status_code == 302
    assert monitor.post(f"{to}/close", {"effect": ""}).status_code == 422
    assert monitor.post(f"{to}/close", DONE).status_code == 302
    page = monitor.get(to)
    assert [step.verb for step, _said in page.context["steps"]] == ["opened", "planned", "closed"]
    assert monitor.post(f"{to}/close", DONE).status_code == 422, "closed once"


def test_a_living_difficulty_shows_first_what_is_due_and_has_not_come(
    sign_in: SignIn, opened: list[str]
) -> None:
    """19-05-10: opening the case shows the unclaimed entitlements of the newest closed month; help names its source."""
    from qianxiao.registers.people.models import Enrolment
    from qianxiao.returns.close.models import DueLine

    monitor = sign_in("monitor")
    case = _case(monitor, opened[0], "living", "help")
    number = all_rows(Enrolment).get(register="poor", person=student(opened[0]).person_id).number
    line = all_rows(DueLine).filter(person_no=number).first()
    assert line is not None
    all_rows(DueLine).filter(pk=line.pk).update(item="rain_dew", verdict="due", gap=123400)
    page = monitor.get(f"/monitoring/cases/{case.pk}").content.decode()
    assert "应享未享" in page and page.index("应享未享") < page.index("帮助措施")
    assert "雨露计划" in page and "1,234" in page
    all_rows(DueLine).filter(person_no=number).update(gap=0)
    assert "雨露计划" not in monitor.get(f"/monitoring/cases/{case.pk}").content.decode()
    told = {"effect": "已发临时补助", "amount": "300", "source": ""}
    assert monitor.post(f"/monitoring/cases/{case.pk}/close", told).status_code == 422
    assert (
        monitor.post(f"/monitoring/cases/{case.pk}/close", {**told, "source": "校友基金"}).status_code == 302
    )
    case.refresh_from_db()
    assert (case.amount, case.source) == (30000, "校友基金")


def test_the_office_sees_cases_of_its_schools_and_writes_none(sign_in: SignIn, opened: list[str]) -> None:
    case = _case(sign_in("monitor"), opened[1], "mind", "talk")
    assert sign_in("county").get("/monitoring/cases/").context["list"]["total"] == 1
    assert sign_in("county").get(f"/monitoring/cases/{case.pk}").status_code == 200
    assert sign_in("county").post(f"/monitoring/cases/{case.pk}/close", DONE).status_code == 404
    assert sign_in("other").get(f"/monitoring/cases/{case.pk}").status_code == 404
    assert sign_in("other").get("/monitoring/cases/").context["list"]["total"] == 0
