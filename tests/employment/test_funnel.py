"""The funnel of households equals the lists of the same day (19-02-06); a firm's page counts and opens its people (B51, B52)."""

import pytest
from django.test import Client

from qianxiao.masterdata.regions.queries import span
from qianxiao.money.claims.models_apply import Employer
from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import in_scope, scope_for, whole_scope
from qianxiao.registers.households.models import Household
from qianxiao.services.employment.models import Record
from qianxiao.services.employment.queries_funnel import funnel, listed
from tests.employment.test_cycle import _class, _cycle
from tests.employment.world import COUNTY, OTHER, PEOPLE, person_id
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
FIRM = "91621126MA70000017"
JOB = {"form": "1", "employer": "某厂", "org_code": FIRM, "starts": "2020-06-01", "way": "phone"}


def _work(client: Client, number: int, **more: str) -> None:
    one = all_rows(Record).get(person=person_id(number))
    assert (
        client.post(
            f"/employment/{one.pk}/change?state=1", {**JOB, "work_region": COUNTY, **more}
        ).status_code
        == 302
    )


def test_every_step_counts_households_of_the_step_before_and_the_lists_agree(county: Client) -> None:
    _class("C1", 20200520, "certified", [0, 1, 2])
    _cycle("2020-06")
    _work(county, 0, income="2500")
    _work(county, 1, work_region=OTHER)  # trained, in work elsewhere, no income told
    _work(county, 5, income="3000")  # in work, never trained
    Household.objects.within(whole_scope()).filter(hh_no=f"H{COUNTY}0").update(exit_status="3")
    scope = scope_for(Role.COUNTY, [span(COUNTY)])
    with in_scope(scope):
        lines = funnel(scope, COUNTY, 20200707)
        found = tuple(
            sum(getattr(one, name) for one in lines)
            for name in ("households", "learned", "works", "earns", "out")
        )
        assert found == (PEOPLE + 1, 3, 2, 1, 1)
        people = sum(one.trained_people for one in lines), sum(one.working_people for one in lines)
        assert people == listed(scope, COUNTY, 20200707) == (3, 3)
        before = funnel(scope, COUNTY, 20200501)
        assert sum(one.learned for one in before) == sum(one.working_people for one in before) == 0, (
            "as of a day before"
        )
    page = county.get("/employment/funnel").content.decode()
    assert page.count("一致") == 2


def test_a_firm_has_its_people_counted_and_the_count_opens_them(county: Client, other: Client) -> None:
    told = {"kind": "3", "scale": "4", "sector": "C", "as_of": 20200601}
    Employer.objects.create(org_code=FIRM, name="某厂", region=COUNTY, **told)
    for number in (0, 1):
        _work(county, number)
    _class("C1", 20200520, "certified", [0], employer="某厂")
    page = county.get("/enterprises/").content.decode()
    assert "某厂" in page and "扶贫车间" in page and "制造业" in page
    one = county.get(f"/enterprises/{FIRM}").content.decode()
    assert f'/employment/?firm={FIRM}">2</a>' in one and "C1" in one
    assert (
        county.get(f"/employment/?firm={FIRM}").content.decode().count("tbody")
        and other.get(f"/enterprises/{FIRM}").status_code == 404
    )
