"""A school's month: one record per supported student, preset, handed in at once, coverage with names (19-05-07, 19-05-08)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.monitoring.conftest import MONTH
from tests.scoped import all_rows
from tests.studies.cast import OTHER_SCHOOL, POOR, student

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def _records() -> Any:
    from qianxiao.programme.monitoring.models import Record

    return all_rows(Record).filter(month=MONTH).order_by("id")


def _told(*troubles: tuple[str, str]) -> dict[str, str]:
    """Normal for everybody but the first ones: (difficulty, measure)."""
    told: dict[str, str] = {"month": str(MONTH)}
    for at, row in enumerate(_records()):
        trouble, measure = troubles[at] if at < len(troubles) else ("none", "")
        told |= {f"t-{row.pk}": trouble, f"m-{row.pk}": measure}
    return told


def test_a_month_opens_once_for_every_supported_student(sign_in: SignIn, opened: list[str]) -> None:
    """19-05-08: one record per poor student in school; again nothing new; the operator's command finds nothing to add."""
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.programme.monitoring.actions import open_month

    assert {row.student_id for row in _records()} == {student(page).pk for page in opened[:3]}
    assert sign_in("monitor").post("/monitoring/open", {"month": str(MONTH)}).status_code == 302
    assert open_month(whole_scope(), MONTH) == 0
    later = sign_in("monitor").post("/monitoring/open", {"month": "202005"})
    assert later.status_code == 422 and "尚未开始" in later.content.decode()


def test_the_month_is_handed_in_after_one_more_look(sign_in: SignIn, opened: list[str]) -> None:
    """19-05-08: coverage is records over in-school poor students, missing ones are named, the duty is found fulfilled."""
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.office.duties.actions import open_duties
    from qianxiao.office.duties.declared import rule_of
    from qianxiao.office.duties.models import Duty
    from qianxiao.programme.monitoring.models import Case

    operator, rule = Actor("operator", scope=whole_scope()), rule_of("school_monitoring")
    assert rule is not None
    open_duties(operator, (MONTH,), [rule])
    duty = all_rows(Duty).filter(rule=rule.id, period=MONTH, org_code=student(opened[0]).org_code)
    assert duty.get().done_on is None
    monitor, county = sign_in("monitor"), sign_in("county")
    before = county.get(f"/monitoring/?month={MONTH}").context["total"]
    assert (before["students"], before["handed"], before["missing"]) == (3, 0, 3)
    code = student(opened[0]).org_code
    names = county.get(f"/monitoring/?month={MONTH}&school={code}").content.decode()
    assert POOR["name"] in names
    sure = monitor.post("/monitoring/hand", _told(("study", "tutoring")))
    assert sure.status_code == 200 and not all_rows(Case).exists(), "nothing is kept before the second yes"
    assert sure.context["normal"] == 2 and len(sure.context["others"]) == 1
    kept = dict(sure.context["kept"])
    assert monitor.post("/monitoring/hand", {"month": str(MONTH), "sure": "1", **kept}).status_code == 302
    after = county.get(f"/monitoring/?month={MONTH}").context["total"]
    assert (after["students"], after["handed"], after["missing"]) == (3, 3, 0)
    assert duty.get().done_by == "monitor", "the system saw it"
    case = all_rows(Case).get()
    assert (case.kind, case.measure, case.state) == ("study", "tutoring", "open")
    again = monitor.post("/monitoring/hand", {"month": str(MONTH), "sure": "1", **kept})
    assert again.status_code == 302 and all_rows(Case).count() == 1, "handed in twice changes nothing"


def test_a_difficulty_without_its_measure_keeps_nothing(sign_in: SignIn, opened: list[str]) -> None:
    for trouble in (("study", "claim"), ("living", ""), ("nonsense", "")):
        answer = sign_in("monitor").post("/monitoring/hand", {**_told(("none", ""), trouble), "sure": "1"})
        assert answer.status_code == 422 and "帮助措施" in answer.content.decode()
    assert not _records().filter(handed_at__isnull=False).exists()


def test_attendance_and_marks_preset_the_month(sign_in: SignIn, opened: list[str]) -> None:
    """What cannot be read or is of another school comes back with the reason; the rest is taken, twice with one effect."""
    monitor = sign_in("monitor")
    one, two = (student(page).reg_no for page in opened[:2])
    lines = f"{one}，5，0\n{two},0,0\nX123,1,1\n{two},99,0\n{one}"
    answer = monitor.post("/monitoring/facts", {"month": str(MONTH), "lines": lines})
    assert answer.status_code == 422
    assert [line for line, _why in answer.context["wrong"]] == ["X123,1,1", f"{two},99,0", one]
    preset = {
        row.student_id: said for row, said in monitor.get(f"/monitoring/?month={MONTH}").context["open"]
    }
    assert [preset[student(page).pk] for page in opened[:3]] == ["study", "none", "none"]
    assert (
        monitor.post(
            "/monitoring/facts", {"month": str(MONTH), "lines": lines[: lines.index("X")]}
        ).status_code
        == 302
    )
    told = {row.student_id: (row.absent, row.failed) for row in _records()}
    assert [told[student(page).pk] for page in opened[:3]] == [(5, 0), (0, 0), (None, None)]


def test_a_school_with_poor_students_and_no_officer_is_listed_above(
    sign_in: SignIn, opened: list[str]
) -> None:
    """19-05-07: a post that is empty raises its voice at the prefecture and the province, not in the other county."""
    from qianxiao.services.studies.models import Student

    covered = sign_in("prefecture").get(f"/monitoring/?month={MONTH}").context["covered"]
    assert [(one.students, bool(one.officers)) for one in covered] == [(3, True)]
    moved = student(opened[2])
    all_rows(Student).filter(pk=moved.pk).update(org_code=OTHER_SCHOOL, region="621223")
    page = sign_in("province").get(f"/monitoring/?month={MONTH}")
    assert [one.name for one in page.context["covered"] if not one.officers] == ["宕昌技工学校"]
    assert "未明确" in page.content.decode()
    assert OTHER_SCHOOL not in sign_in("county").get(f"/monitoring/?month={MONTH}").content.decode()


def test_nobody_else_writes_and_nothing_of_another_school_is_taken(
    sign_in: SignIn, opened: list[str]
) -> None:
    told = {**_told(), "sure": "1"}
    assert sign_in("school").post("/monitoring/hand", told).status_code == 404, (
        "the registrar is no monitoring officer"
    )
    assert sign_in("county").post("/monitoring/hand", told).status_code == 404
    assert sign_in("other").get(f"/monitoring/?month={MONTH}").context["total"]["students"] == 0
