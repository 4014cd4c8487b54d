"""19-14-04, 20-05-04: courses by placement rate with the demand for them; trades to suggest with the data behind each."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from qianxiao.base.catalogues import packages
from qianxiao.office.accounts.scope import whole_scope
from qianxiao.services.training import trades
from qianxiao.services.training.models import Request, TrainingClass
from tests.scoped import all_rows
from tests.training.test_outcomes import WORKS, ended, keys, tell
from tests.training.world import ELSEWHERE
from tests.web.sample import COUNTY, OTHER, VILLAGE

pytestmark = pytest.mark.django_db
CARER, WELDER = "4-10-01-05", "6-18-02-04"


def asked(occupation: str, people: int, region: str = VILLAGE, state: str = "asked") -> None:
    Request.objects.within(whole_scope()).create(
        region=region,
        occupation=occupation,
        train_type="05",
        people=people,
        wished=20200701,
        by="x",
        state=state,
    )


def trained(
    client: Client, occupation: str, works: int, idle: int, first: int = 0, **more: Any
) -> TrainingClass:
    one = ended(20191210, works + idle, first=first, occupation=occupation, **more)
    who = keys(one)
    if works:
        assert tell(client, who[:works], "6", **{**WORKS, "starts": "2020-01-05"}).context["done"]
    if idle:
        assert tell(client, who[works:], "6", form="none").context["done"]
    return one


def rows(client: Client, address: str) -> list[Any]:
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()
    return [line[0] for line in page.context["rows"]]


def test_19_14_04_top_courses_by_placement_rate(trainer: Client, rival: Client, county: Client) -> None:
    """19-14-04: County page: top courses by placement rate, with demand evidence, rating, results."""
    trained(trainer, CARER, works=9, idle=3)
    trained(trainer, WELDER, works=1, idle=1, employer="岷县某钢构厂")
    far = ended(20191210, 2, ELSEWHERE)
    assert tell(rival, keys(far), "6", **{**WORKS, "starts": "2020-01-05"}).context["done"]
    asked(CARER, 25)
    asked(CARER, 5, state="refused")
    asked(CARER, 50, f"{OTHER}100001")
    found = rows(county, "/classes/courses")
    assert [(one.occupation, one.works, one.told) for one in found] == [(CARER, 9, 12), (WELDER, 1, 2)]
    assert (found[0].asked, found[0].ordered, found[0].excellent) == (25, 0, True)
    assert (found[1].asked, found[1].ordered, found[1].excellent) == (0, 10, False), "too few were told of"
    assert [one.told for one in rows(rival, "/classes/courses")] == [2]
    assert rows(county, "/classes/courses?months=3") == []
    text = county.get("/classes/courses").content.decode()
    assert "75% (9/12)" in text and "精品课程" in text
    for bad in (f"region={OTHER}", "months=5"):
        assert county.get(f"/classes/courses?{bad}").status_code == 404


def test_20_05_04_suggestion_list_shows_the_data_behind_it(trainer: Client, county: Client) -> None:
    """20-05-04: Suggestion list shows the data behind it: needs, people who went to work, hours; weights are parameters."""
    trained(trainer, CARER, works=4, idle=1)
    trained(trainer, WELDER, works=2, idle=0, first=5)
    asked(WELDER, 10)
    asked(CARER, 40)
    asked("5-99-99-99", 90)  # no package: it cannot be taught from the catalogue
    found = {one.occupation: one for one in rows(county, "/classes/trades")}
    assert set(found) == {CARER, WELDER}
    carer, welder = found[CARER], found[WELDER]
    assert (carer.needs, carer.taken, welder.needs, welder.taken) == (40, 4, 10, 2)
    shortest = {
        code: min(p.hours["total"] for p in packages().values() if p.occupation == code) for code in found
    }
    assert (carer.hours, welder.hours) == (shortest[CARER], shortest[WELDER])
    weight, most = trades.weights(), max(shortest.values())
    assert sum(weight.values()) == 100
    for one, needs, taken in ((carer, 1.0, 1.0), (welder, 0.25, 0.5)):
        hours = 1 - one.hours / most
        assert one.points == round(
            needs * weight["needs"] + taken * weight["taken"] + hours * weight["hours"], 1
        )
    assert county.get(f"/classes/trades?region={OTHER}").status_code == 404


def test_what_is_long_past_is_no_evidence(trainer: Client, county: Client) -> None:
    one = trained(trainer, CARER, works=1, idle=0)
    all_rows(TrainingClass).filter(pk=one.pk).update(starts=20170101, ends=20170110)
    assert rows(county, "/classes/courses") == []
    scope = whole_scope()
    from dataclasses import replace

    from qianxiao.office.accounts.roles import Right

    reader = replace(scope, rights=frozenset({Right.CLASSES}))
    assert trades.suggested(reader, COUNTY, date(2022, 7, 6)) == []
    assert [one.taken for one in trades.suggested(reader, COUNTY, date(2020, 7, 6))] == [1]
