"""Inspections: a sample drawn by a kept seed that draws the same again; what a visit finds goes to the county (19-17-02)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from qianxiao.office.duties.models import Duty
from qianxiao.returns.close.models import FeedbackOrg, Person
from qianxiao.returns.supervision import rules
from qianxiao.returns.supervision.models import Inspection, InspectionLine, Rectification
from qianxiao.returns.supervision.sample import draw
from tests.books.world import PERIOD
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
On = Callable[[str], date]
PLAN = {
    "place": "621126",
    "period": str(PERIOD),
    "kind": "people",
    "wanted": "12",
    "team": "督导一组 张某、李某",
    "visit": "2020-06-20",
}


def _plan(sign_in: SignIn, on: On, who: str = "p621100", **more: str) -> Inspection:
    on("2020-06-15")
    answer = sign_in(who).post("/supervision/inspections/plan", {**PLAN, **more})
    assert answer.status_code == 302, re.findall(r'class="em"[^>]*>(.*?)</p>', answer.content.decode())
    found: Inspection = all_rows(Inspection).latest("id")
    return found


def _lines(one: Inspection) -> list[InspectionLine]:
    return list(all_rows(InspectionLine).filter(inspection=one).order_by("place"))


def test_the_same_seed_draws_the_same_sample_and_another_seed_another(sign_in: SignIn, on: On) -> None:
    one = _plan(sign_in, on)
    mine = [line.ref for line in _lines(one)]
    assert len(mine) == len(set(mine)) == 12 == one.drawn and len(one.seed) == 32
    assert one.pool == all_rows(Person).filter(period=PERIOD, region__startswith="621126").count() > 50
    assert set(mine) <= set(
        all_rows(Person).filter(region__startswith="621126").values_list("person_no", flat=True)
    )
    again, pool = draw("people", PERIOD, "621126", one.seed, 12)
    assert ([told.ref for told in again], pool) == (mine, one.pool)
    other, _pool = draw("people", PERIOD, "621126", "another seed", 12)
    assert [told.ref for told in other] != mine
    # more of the same seed begins with the same ones
    more, _pool = draw("people", PERIOD, "621126", one.seed, 20)
    assert [told.ref for told in more][:12] == mine
    two = _plan(sign_in, on, seed="chosen", pool="1", drawn="1", region="620000")
    assert two.seed not in (one.seed, "chosen") and (two.pool, two.drawn, two.region) == (
        one.pool,
        12,
        "621100",
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Inspection).filter(pk=one.pk).update(seed="chosen")
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(InspectionLine).filter(inspection=one, place=1).update(ref="P0")


def test_the_page_says_whether_the_list_still_draws_it(sign_in: SignIn, on: On) -> None:
    one = _plan(sign_in, on, kind="schools", place="620000", wanted="3", who="ministry")
    at = f"/supervision/inspections/{one.pk}"
    assert one.pool == all_rows(FeedbackOrg).filter(period=PERIOD, region__startswith="62").count() > 0
    page = sign_in("ministry").get(at).content.decode()
    assert "与原样本一致" in page and one.seed in page
    first = _lines(one)[0]
    assert first.label and first.label in page
    with as_owner() as cursor:
        cursor.execute("DELETE FROM close_feedbackorg WHERE org_code = %s", [first.ref])
    assert "名单已变化" in sign_in("ministry").get(at).content.decode()


def test_who_serves_nobody_by_name_sees_numbers(sign_in: SignIn, on: On) -> None:
    one = _plan(sign_in, on, who="ministry", place="621100")
    line = _lines(one)[0]
    name = all_rows(Person).get(period=PERIOD, person_no=line.ref).name
    page = sign_in("ministry").get(f"/supervision/inspections/{one.pk}").content.decode()
    assert line.ref in page and name not in page
    assert sign_in("p621100").get(f"/supervision/inspections/{one.pk}").status_code == 404
    mine = _plan(sign_in, on)
    page = sign_in("p621100").get(f"/supervision/inspections/{mine.pk}").content.decode()
    assert all_rows(Person).get(period=PERIOD, person_no=_lines(mine)[0].ref).name in page


def test_each_point_not_in_order_becomes_a_rectification_of_the_county(sign_in: SignIn, on: On) -> None:
    one = _plan(sign_in, on)
    first, second = _lines(one)[:2]
    prefecture = sign_in("p621100")
    wrong: dict[str, Any] = {
        "outcome": "found",
        "items": ["not_served", "not_trained"],
        "note": "本人称从未参加培训",
    }
    for bad in ({"items": []}, {"items": ["invented"]}, {"outcome": "fine"}, {"note": ""}):
        assert prefecture.post(f"/supervision/lines/{first.pk}/say", {**wrong, **bad}).status_code == 422, bad
    assert prefecture.post(f"/supervision/lines/{first.pk}/say", wrong).status_code == 302
    assert prefecture.post(f"/supervision/lines/{first.pk}/say", wrong).status_code == 422, "once"
    assert (
        prefecture.post(
            f"/supervision/lines/{second.pk}/say", {"outcome": "fine", "note": "入户核实无误"}
        ).status_code
        == 302
    )
    rows = list(all_rows(Rectification).filter(rule=rules.FINDING).order_by("level"))
    assert [(row.region, row.overseer, row.level, row.clause) for row in rows] == [
        ("621126", "621100", 2, "S19-2"), ("621126", "621100", 3, "S19-10"),
    ]  # fmt: skip
    assert (
        all_rows(Duty)
        .filter(rule="rectification", region="621126", page_no__in=[row.pk for row in rows])
        .count()
        == 2
    )
    page = sign_in("c621126").get(f"/supervision/{rows[1].pk}").content.decode()
    assert "系统记载已培训而本人未参加" in page and "本人称从未参加培训" in page
    assert sign_in("c621126").get(f"/supervision/inspections/{one.pk}").status_code == 404, (
        "the plan is the inspector's"
    )
    page = prefecture.get(f"/supervision/inspections/{one.pk}").content.decode()
    assert f'href="/supervision/{rows[0].pk}"' in page
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(InspectionLine).filter(pk=first.pk).update(outcome="fine", items=[])


def test_where_a_team_can_go(sign_in: SignIn, on: On) -> None:
    on("2020-06-15")
    for who, wrong in (
        ("p621100", {"place": "621100"}), ("p621100", {"place": "621202"}), ("p621100", {"wanted": "201"}), ("p621100", {"wanted": "0"}),
        ("ministry", {"place": "620000"}), ("p621100", {"visit": "2020-06-14"}), ("p621100", {"period": "201901"}), ("p621100", {"kind": "classes"}),
    ):  # fmt: skip
        assert sign_in(who).post("/supervision/inspections/plan", {**PLAN, **wrong}).status_code == 422, (
            who,
            wrong,
        )
    assert sign_in("c621126").post("/supervision/inspections/plan", PLAN).status_code == 404
    assert all_rows(Inspection).count() == 0
