"""20-02-08: the report of the hundred days by platform, occupation and county, each figure with its list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import whole_scope
from qianxiao.services.courses.models import Course, Learning
from tests.courses.conftest import ORG
from tests.scoped import all_rows
from tests.web.sample import COUNTY, OTHER

SignIn = Callable[[str], Client]
IN = datetime(2020, 4, 15, tzinfo=UTC)
_numbers = count(1)


def learned(
    person: Any, title: str, began: datetime, done: bool = False, seconds: int = 0, home: str = COUNTY
) -> None:
    Learning.objects.within(whole_scope()).create(
        person=person, home=f"{home}100001", org_code=ORG, course=Course.objects.get(title=title), number=f"9{next(_numbers):06}",
        began_at=began, finished_at=began + timedelta(days=1) if done else None, seconds=seconds,
    )  # fmt: skip


@pytest.fixture
def campaign(site: None) -> None:
    from qianxiao.registers.people.models import Person

    a, b, c = all_rows(Person).order_by("name", "id")[:3]
    Course.objects.filter(title="外出务工").update(occupation="4-10-01-06")
    learned(a, "外出务工", IN, done=True, seconds=5400)
    learned(a, "外平台课", IN, seconds=1350)
    learned(b, "外出务工", IN, seconds=1350, home=OTHER)
    learned(
        b, "外平台课", datetime(2020, 3, 24, 15, tzinfo=UTC)
    )  # the 24th of March in China: the day before
    learned(
        c, "外出务工", datetime(2020, 7, 2, 15, 59, tzinfo=UTC), done=True
    )  # the last minute; done a day too late


def told(client: Client, query: str = "") -> tuple[Any, dict[str, Any]]:
    page = client.get(f"/library/campaign?{query}")
    assert page.status_code == 200, page.content.decode()
    return page.context["whole"], {line.key: line for line in page.context["lines"]}


def behind(client: Client, query: str) -> int:
    page = client.get(f"/library/campaign/people?campaign=hundred_days&{query}")
    assert page.status_code == 200, page.content.decode()
    return len(page.context["list"]["rows"])


def test_20_02_08_campaign_report_platforms_occupations_sign_ups(campaign: None, sign_in: SignIn) -> None:
    """20-02-08: Campaign report: platforms, occupations, sign-ups; what stands behind each figure is as long as it says."""
    province = sign_in("province")
    whole, lines = told(province, "split=platform")
    assert (whole.persons, whole.signed, whole.finished, whole.learned, whole.proved) == (3, 4, 1, 3, 1)
    assert {key: (one.persons, one.signed, one.finished) for key, one in lines.items()} == {
        "qianxiao": (3, 3, 1), "skillnet": (1, 1, 0),
    }  # fmt: skip
    assert lines["skillnet"].label == "技能网"
    for key, line in lines.items():
        assert behind(province, f"platform={key}") == line.signed
        assert behind(province, f"platform={key}&state=finished") == line.finished
    _whole, trades = told(province, "split=occupation")
    assert {key: one.signed for key, one in trades.items()} == {"4-10-01-06": 3, "": 1}
    assert behind(province, "occupation=none") == 1 and behind(province, "occupation=4-10-01-06") == 3
    _whole, counties = told(province, "split=place")
    assert {key: one.signed for key, one in counties.items()} == {COUNTY: 3, OTHER: 1}
    assert behind(province, f"region={OTHER}") == 1


def test_a_county_counts_its_own_and_the_ministry_sees_no_names(campaign: None, sign_in: SignIn) -> None:
    assert told(sign_in("county"))[0].signed == 3
    assert sign_in("county").get(f"/library/campaign?region={OTHER}").status_code == 404
    assert sign_in("county").get(f"/library/campaign/people?region={OTHER}").status_code == 404
    ministry = sign_in("ministry")
    assert told(ministry)[0].signed == 4
    assert b"campaign/people" not in ministry.get("/library/campaign").content
    assert ministry.get("/library/campaign/people").status_code == 404
    assert told(sign_in("trainer"))[0].signed == 4, (
        "the institution's own courses, wherever the learners live"
    )
    assert told(sign_in("rival"))[0].signed == 0
    for bad in ("campaign=nothing", "split=name"):
        assert sign_in("county").get(f"/library/campaign?{bad}").status_code == 404
