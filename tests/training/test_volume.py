"""19-10-07, 20-02-01, 20-02-04: persons and person-times side by side, by type, programme, month, place; never mixed."""

from itertools import count
from typing import Any

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import whole_scope
from tests.training.world import ELSEWHERE, OWN, person_id
from tests.web.sample import COUNTY, OTHER

pytestmark = pytest.mark.django_db
_numbers = count(1)


def _class(starts: int, people: list[int], code: str = OWN, **more: Any) -> None:
    """A class with some of the county's people on it; the first one passed."""
    from qianxiao.services.training.models import Trainee, TrainingClass

    n, region = next(_numbers), COUNTY if code == OWN else OTHER
    told = {"train_type": "03", "programme": "", **more}
    one = TrainingClass.objects.within(whole_scope()).create(
        id=900000 + n, region=region, org_code=code, class_no=f"V{n}", org_name="某校", mode="1", occupation="4-10-01-05",
        level="5", starts=starts, ends=starts + 5, seats=10, made_by="x", state="closed", **told,
    )  # fmt: skip
    for at, person in enumerate(people):
        Trainee.objects.within(whole_scope()).create(
            region=region, org_code=code, trainee_no=f"T{n}-{at}", training_class=one, name=f"愿意{person:02}",
            person_id=person_id(person, region), joined=starts, result="1" if at == 0 else "0",
        )  # fmt: skip


@pytest.fixture(autouse=True)
def trained(db, pages_role: None) -> None:  # type: ignore[no-untyped-def]
    _class(20200302, [0, 1])
    _class(20200504, [0], train_type="13", programme="skills_action")
    _class(20190304, [2])
    _class(20200302, [0], ELSEWHERE, programme="skills_action")


def _told(client: Client, query: str) -> tuple[tuple[int, int, int], dict[str, tuple[int, int]]]:
    page = client.get(f"/classes/volume?year=2020&{query}")
    assert page.status_code == 200, page.content.decode()
    whole, lines = page.context["whole"], page.context["lines"]
    assert sum(one.times for one in lines) == whole.times, "times add up"
    assert whole.persons <= sum(one.persons for one in lines), "persons do not: somebody stands in two lines"
    return (whole.classes, whole.persons, whole.times), {one.key: (one.persons, one.times) for one in lines}


def test_a_person_trained_twice_is_one_person_and_two_person_times(county: Client) -> None:
    whole, lines = _told(county, "split=train_type")
    assert whole == (2, 2, 3)
    assert lines == {"03": (2, 2), "13": (1, 1)}
    assert _told(county, "split=month")[1] == {"202003": (2, 2), "202005": (1, 1)}


def test_a_programme_is_counted_by_itself(county: Client, sign_in: Any) -> None:
    assert _told(county, "split=programme")[1] == {"": (2, 2), "skills_action": (1, 1)}
    assert _told(county, "split=month&programme=skills_action")[0] == (1, 1, 1)
    whole, lines = _told(sign_in("province"), "split=place&programme=skills_action")
    assert whole == (2, 2, 2) and lines == {COUNTY: (1, 1), OTHER: (1, 1)}


def test_everybody_counts_the_own_and_nothing_else(trainer: Client, rival: Client, county: Client) -> None:
    assert _told(trainer, "split=place")[0] == (2, 2, 3)
    assert _told(rival, "split=place")[0] == (1, 1, 1)
    assert county.get(f"/classes/volume?region={OTHER}").status_code == 404
    for bad in ("split=name", "year=20", "programme=nothing"):
        assert county.get(f"/classes/volume?{bad}").status_code == 404
