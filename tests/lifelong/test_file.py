"""19-09-01: one file per person across schools, institutions and counties, in time order, read in the home's scope alone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import whole_scope
from tests.scoped import all_rows
from tests.studies.cast import OTHER_SCHOOL, POOR, active, moved, register, student

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def _course(person: object) -> None:
    """An online course the person began before the school."""
    from qianxiao.services.courses.actions_keep import our_platform
    from qianxiao.services.courses.models import Course, Learning

    told = {"org_code": OTHER_SCHOOL, "region": "621223"}
    course = Course.objects.create(
        **told, platform=our_platform(), title="入学前的一课", hours=1, state="open"
    )
    Learning.objects.within(whole_scope()).create(
        person=person,
        home="621126",
        org_code=OTHER_SCHOOL,
        course=course,
        number="1",
        began_at=datetime(2020, 1, 5, tzinfo=UTC),
    )


def test_the_home_county_reads_what_was_given_elsewhere_in_time_order(sign_in: SignIn) -> None:
    page = register(sign_in("other-school"), POOR)
    active(sign_in, page, head="other-head", office="other")
    assert moved(sign_in("other-school"), page, "suspend").status_code == 302
    one = student(page)
    _course(one.person)
    text = sign_in("county").get(f"/people/{one.person_id}").content.decode()
    file = text[text.index('id="life"') :]
    file = file[: file.index("</section>")]
    for said in ("入学前的一课", "宕昌技工学校", one.reg_no, "2020-01-05"):
        assert said in file, said
    assert file.index("入学前的一课") < file.index(one.reg_no), "oldest first"
    assert sign_in("other").get(f"/people/{one.person_id}").status_code == 404, (
        "the school's county has no such record"
    )


def test_a_file_with_nothing_in_it_says_so(sign_in: SignIn) -> None:
    from qianxiao.registers.people.models import Person

    one = (
        all_rows(Person)
        .filter(region__startswith="621126")
        .exclude(name=POOR["name"])
        .order_by("name")
        .first()
    )
    assert one is not None
    assert "暂无记录" in sign_in("county").get(f"/people/{one.pk}").content.decode()
