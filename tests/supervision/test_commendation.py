"""Commendation: who meets a rule by figures, frozen, published by a second person, read by everybody (19-17-03)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from qianxiao.returns.indicators.models import Cell, Target
from qianxiao.returns.supervision.models import Commendation, Rectification
from tests.books.world import PERIOD
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
On = Callable[[str], date]
LIST = {"period": str(PERIOD), "rule": "students", "text": "对招生成效显著的市予以通报"}
YES = {"agrees": "yes", "reason": "数据属实"}


def _reached(region: str, goal: int, people: int) -> None:
    """A prefecture's number, and how many came."""
    with as_owner():
        told = {
            "code": "new_students",
            "version": 1,
            "state": "approved",
            "proposed_by": "a",
            "decided_by": "b",
        }
        all_rows(Target).create(region=region, parent="620000", goal=goal, **told)
        all_rows(Cell).filter(period=PERIOD, region=region, indicator="new_students", span="t").delete()
        all_rows(Cell).create(
            period=PERIOD, month=PERIOD, region=region, parent="620000", level=2, indicator="new_students", span="t", people=people, times=people,
            amount=0, source="",
        )  # fmt: skip


@pytest.fixture
def second() -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    with as_owner():
        give_post("province2", "省复核", "省厅", Role.PROVINCE, span("620000"), "620000", demo=True)


def test_figures_find_the_candidates_and_a_second_person_publishes(
    sign_in: SignIn, on: On, second: None
) -> None:
    on("2020-06-20")
    _reached("621100", 100, 95)
    _reached("621200", 100, 10)
    _reached("620500", 20, 20)  # too few to be compared
    province = sign_in("province")
    typed = {**LIST, "units": "621200", "score": "100"}
    assert province.post("/supervision/commendations/propose", typed).status_code == 302
    one = all_rows(Commendation).get()
    assert [row["region"] for row in one.units] == ["621100"], "what is typed beside goes nowhere"
    figure = one.units[0]["figures"][0]
    assert (figure["part"], figure["whole"]) == (95, 100) and figure["ahead"] > 0
    assert province.post("/supervision/commendations/propose", LIST).status_code == 422, "one waits"
    at = f"/supervision/commendations/{one.pk}"
    assert province.post(f"{at}/decide", YES).status_code == 422, "a second person"
    assert Client().get(f"/portal/commended/{one.pk}").status_code == 404
    assert sign_in("province2").post(f"{at}/decide", YES).status_code == 302

    public = Client().get(f"/portal/commended/{one.pk}").content.decode()
    assert (
        "定西市" in public
        and "95 / 100 · 95.0%" in public
        and LIST["text"] in public
        and one.sources in public
    )
    assert "陇南市" not in public and "province" not in public.partition("<main")[2]
    assert "定西市" in Client().get("/portal/commended/").content.decode()
    page = sign_in("province").get(at).content.decode()
    assert f"/board/621100?m=new_students&amp;p={PERIOD}" in page
    # the figures move, the list does not
    with as_owner():
        all_rows(Cell).filter(period=PERIOD, region="621100", indicator="new_students", span="t").update(
            people=1
        )
    assert "95 / 100" in Client().get(f"/portal/commended/{one.pk}").content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Commendation).filter(pk=one.pk).update(units=[])


def test_who_has_to_put_something_serious_right_is_not_proposed(sign_in: SignIn, on: On) -> None:
    day = on("2020-06-20")
    _reached("621100", 100, 95)
    with as_owner():
        all_rows(Rectification).create(
            region="621100",
            overseer="620000",
            rule="form_late",
            subject="2020",
            level=3,
            opened_on=day,
            due_on=day,
        )
    answer = sign_in("province").post("/supervision/commendations/propose", LIST)
    assert answer.status_code == 422 and all_rows(Commendation).count() == 0


def test_nobody_approves_the_own_list_even_in_the_database(sign_in: SignIn, on: On) -> None:
    on("2020-06-20")
    _reached("621100", 100, 95)
    assert sign_in("p621100").post("/supervision/commendations/propose", LIST).status_code == 404
    assert (
        sign_in("province")
        .post("/supervision/commendations/propose", {**LIST, "period": "201901"})
        .status_code
        == 422
    )
    assert sign_in("province").post("/supervision/commendations/propose", LIST).status_code == 302
    one = all_rows(Commendation).get()
    with pytest.raises(IntegrityError), transaction.atomic():
        all_rows(Commendation).filter(pk=one.pk).update(
            state="published", decided_by="province", decided_on=date(2020, 6, 20)
        )
    assert sign_in("ministry").post(f"/supervision/commendations/{one.pk}/decide", YES).status_code == 422
