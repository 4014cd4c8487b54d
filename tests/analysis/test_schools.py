"""The ministry's number goes to provinces, a province's to its schools by two people; parts that do not add up show (19-02-04)."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import scope_for
from qianxiao.returns.indicators import targets
from qianxiao.returns.indicators.models import Target, TargetStep
from tests.analysis.world import COUNTY, NEXT, PERIOD, STUDENTS
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
S1, S2, YES = f"{COUNTY}:S1", f"{NEXT}:S2", {"agrees": "yes", "reason": "同意"}
PAGE = "/targets/?by=school"


def _propose(client: Client, **parts: object) -> int:
    return client.post("/targets/propose", {"reason": "按办学能力分解", **parts}).status_code


def _province(sign_in: SignIn) -> None:
    assert _propose(sign_in("ministry"), **{"goal-620000": "3000"}) == 302
    assert sign_in("ministry2").post("/targets/decide", YES).status_code == 302


def test_a_province_splits_its_number_to_schools_and_a_mismatch_shows(sign_in: SignIn) -> None:
    _province(sign_in)
    client, school = sign_in("province"), {"by": "school"}
    page = client.get(PAGE).content.decode()
    assert f'name="goal-{S1}"' in page and f'name="goal-{S2}"' in page
    assert "S9学校" not in page and "C9学校" not in page, "of another province; a training institution"
    assert _propose(client, **school, **{f"goal-{S1}": "1600", f"goal-{S2}": "1500"}) == 302
    assert client.post("/targets/decide", {**YES, **school}).status_code == 422, (
        "never by whoever proposed it"
    )
    assert sign_in("province2").post("/targets/decide", {**YES, **school}).status_code == 302
    page = client.get(PAGE).content.decode()
    assert re.search(r'role="alert">[^<]*比总数多 100', page)
    # the next version takes its place and adds up
    assert _propose(client, **school, **{f"goal-{S1}": "1500", f"goal-{S2}": "1500"}) == 302
    assert sign_in("province2").post("/targets/decide", {**YES, **school}).status_code == 302
    assert 'role="alert"' not in client.get(PAGE).content.decode()
    # places are split apart from schools, with versions of their own
    assert _propose(client, **{"goal-621100": "2999"}) == 302
    assert {row.version for row in all_rows(Target).filter(parent="620000", code=targets.CODE)} == {1}
    assert {row.version for row in all_rows(Target).filter(code=targets.SCHOOLS)} == {1, 2}
    assert all_rows(TargetStep).filter(code=targets.SCHOOLS).count() == 4


def test_what_schools_reached_is_counted_from_the_month_s_own_list() -> None:
    scope = scope_for(Role.PROVINCE, [("62", "63")])
    found = targets.reached_by_school(scope, PERIOD, "620000")
    mine = [n for n in STUDENTS if n % 3 != 2]  # whose home is in this province
    assert found == {code: sum(n % 2 == at for n in mine) for at, code in enumerate(("S1", "S2"))}


def test_only_a_province_has_schools_to_split_to(sign_in: SignIn) -> None:
    for who in ("ministry", "county"):
        assert sign_in(who).get(PAGE).status_code == 404
        assert sign_in(who).get("/targets/").status_code == 200
    assert _propose(sign_in("ministry"), by="school", **{"goal-620000": "1"}) == 404
    assert sign_in("province").get("/targets/?by=name").status_code == 404
    assert sign_in("ministry").get("/targets/?region=620000&by=school").status_code == 200
    assert sign_in("province").get("/targets/?region=510000&by=school").status_code == 404
