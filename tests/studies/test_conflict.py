"""Fraud pattern 5: two schools claim one student; both and their offices see it, the student chooses, both are settled."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.scoped import all_rows, as_owner
from tests.studies.cast import OTHER_SCHOOL, POOR, active, entry, moved, of, register, student
from tests.web.sample import VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(school: Client, sign_in) -> tuple[str, str, str]:  # type: ignore[no-untyped-def]
    """The first registration, on the roll; the second, held; the page of the question."""
    first = register(school, POOR)
    active(sign_in, first)
    second = register(sign_in("other-school"), POOR)
    from qianxiao.services.studies.models import Conflict

    return first, second, f"/students/conflicts/{all_rows(Conflict).get().pk}"


def test_pattern_5_both_sides_see_number_and_school_and_nothing_else(two, sign_in) -> None:  # type: ignore[no-untyped-def]
    first, second, page = two
    one, other = student(first), student(second)
    assert (other.status, other.waits) == ("0", "student")
    for name in ("school", "other-school", "county", "other", "village"):
        text = sign_in(name).get(page).content.decode()
        assert one.reg_no in text and other.reg_no in text and "宕昌技工学校" in text, name
    assert sign_in("school").get(second).status_code == 404 and sign_in("other").get(first).status_code == 404
    assert sign_in("centre").get(page).status_code == 404 and sign_in("training").get(page).status_code == 404
    assert moved(sign_in("other-head"), second, "approve").status_code == 422, (
        "held until the student has chosen"
    )


def test_the_home_is_asked_and_both_schools_are_told(two, sign_in) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.office.duties.models import Duty

    owed = {
        (duty.rule, duty.region, duty.org_code) for duty in all_rows(Duty).filter(page="student-conflict")
    }
    assert ("student_choice", VILLAGE, "") in owed
    assert {code for rule, _region, code in owed if rule == "student_conflict"} == {
        "",
        OTHER_SCHOOL,
        student(two[0]).org_code,
    }
    assert {region for rule, region, code in owed if rule == "student_conflict" and not code} == {
        "621126",
        "621223",
    }
    shown = sign_in("village").get("/duties/").content.decode()
    assert "两校都登记了学籍" in shown


@pytest.mark.parametrize("chosen", ["one", "two", "none"])
def test_the_answer_settles_both(two, sign_in, chosen: str) -> None:  # type: ignore[no-untyped-def]
    first, second, page = two
    village = sign_in("village")
    assert village.post(f"{page}/answer", {"chosen": chosen, "proof": ""}).status_code == 422
    assert village.post(f"{page}/answer", {"chosen": "three", "proof": "入户"}).status_code == 422
    assert (
        village.post(f"{page}/answer", {"chosen": chosen, "proof": "4 月 2 日入户，签字"}).status_code == 302
    )
    states = {
        "one": [("1", ""), ("10", "")],
        "two": [("10", ""), ("0", "principal")],
        "none": [("10", ""), ("10", "")],
    }
    assert [(student(one).status, student(one).waits) for one in (first, second)] == states[chosen]
    assert village.post(f"{page}/answer", {"chosen": chosen, "proof": "又一次"}).status_code == 422
    from qianxiao.office.duties.models import Duty

    assert not all_rows(Duty).filter(page="student-conflict", done_on=None).exists()
    if chosen == "two":
        active(sign_in, second, "other-head", "other")
        assert student(second).status == "1"


def test_only_the_home_answers(two, sign_in) -> None:  # type: ignore[no-untyped-def]
    for name in ("school", "other-school", "other", "province", "centre"):
        assert (
            sign_in(name).post(f"{two[2]}/answer", {"chosen": "one", "proof": "电话"}).status_code == 404
        ), name
    assert sign_in("county").post(f"{two[2]}/answer", {"chosen": "one", "proof": "电话"}).status_code == 302


def test_leaving_one_school_frees_the_other(two, school: Client) -> None:  # type: ignore[no-untyped-def]
    first, second, page = two
    assert moved(school, first, "withdraw").status_code == 302
    assert student(second).waits == "principal"
    assert "一方学籍已变动" in school.get(page).content.decode()


def test_non_full_time_is_kept_apart(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    """Full-time and non-full-time do not claim each other."""
    register(school, of(50))
    other = register(sign_in("other-school"), of(50), reg_kind="2")
    assert student(other).waits == "principal"


def test_the_database_keeps_one_full_time_registration(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    first = register(school, of(51))
    active(sign_in, first)
    one = student(first)
    one.pk, one.reg_no, one.org_code = None, "1" * 20, OTHER_SCHOOL
    one._state.adding = True
    from uuid import uuid4

    one.id = uuid4()
    with pytest.raises(IntegrityError, match="student_one_full_time"), transaction.atomic():
        all_rows(type(one)).bulk_create([one])


def test_seen_by_the_rows_of_the_database(two) -> None:  # type: ignore[no-untyped-def]
    """Row security alone: a post of neither side reads no student, whatever the pages ask."""
    from django.db import connection

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE qianxiao_app")
        for ranges, institutions, n in (('{["6299","6299:")}', "{}", 0), ('{["621223","621223:")}', "{}", 1),
                                        ("{}", f'{{"{OTHER_SCHOOL}"}}', 1), ('{["621126","621126:")}', "{}", 2)):  # fmt: skip
            cursor.execute(
                "SELECT set_config('qx.ranges', %s, true), set_config('qx.institutions', %s, true)",
                [ranges, institutions],
            )
            cursor.execute("SELECT count(*) FROM studies_student")
            assert cursor.fetchone()[0] == n, ranges
        cursor.execute("SELECT set_config('qx.ranges', '{[\"\",\"~\")}', true)")


def test_pending_at_both_is_asked_as_well(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    register(school, of(52))
    second = register(sign_in("other-school"), of(52))
    assert student(second).waits == "student"
    assert entry(of(52))["name"] in school.get("/students/conflicts/").content.decode()
