"""Several duties on one name at once: done or refused row by row, nothing twice, no query more for more rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qianxiao.office.accounts.models import Post
from qianxiao.office.duties.models import Duty, DutyEvent
from tests.duties.conftest import COUNTY, OTHER
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
Day = Callable[[str], tuple[int, int, int, int]]
SignIn = Callable[..., Client]


def _own(region: str = OTHER) -> list[Duty]:
    return list(
        all_rows(Duty)
        .filter(region=region, kind="hr", done_on=None, opens_on__lte="2020-07-05")
        .order_by("id")
    )


def _post(username: str) -> Post:
    return Post.objects.get(user__username=username)


def _press(client: Client, duties: list[Duty], to: str = "second") -> Any:
    return client.post("/duties/hand", {"id": [one.pk for one in duties], "post": _post(to).pk})


def test_the_bar_asks_whose_name_and_the_result_tells_each_row(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    client, mine = sign_in("other"), _own()
    assert len(mine) >= 2
    text = client.get("/duties/").content.decode()
    assert 'formaction="/duties/hand"' in text and f'name="id" value="{mine[0].pk}"' in text
    asked = client.post("/duties/hand", {"id": [one.pk for one in mine]}).content.decode()
    assert "second某" in asked and asked.count('name="id"') == len(mine), "nothing is done before the name"
    assert all(one.seat is None for one in _own())
    told = _press(client, mine).content.decode()
    assert f"已办 {len(mine)} 条" in told and "未办" not in told
    assert {one.seat for one in _own()} == {_post("second").seat}


def test_pressed_twice_changes_nothing_twice(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    client, mine = sign_in("other"), _own()
    _press(client, mine)
    before = all_rows(DutyEvent).count()
    told = _press(client, mine).content.decode()
    assert all_rows(DutyEvent).count() == before
    assert f"未办 {len(mine)} 条" in told and told.count("已在此人名下") == len(mine)


def test_what_does_not_go_is_told_and_the_rest_is_done(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    client, mine, foreign = sign_in("other"), _own(), _own(COUNTY)
    all_rows(Duty).filter(pk=mine[0].pk).update(done_on="2020-07-05", done_by="x", evidence="1号")
    told = _press(client, [*mine, foreign[0]]).content.decode()
    assert "这项职责已办结" in told or "办结" in told
    assert "已不存在" in told and foreign[0].agency.name not in told, "out of scope is like not there"
    assert f"已办 {len(mine) - 1} 条" in told
    seats = {
        one.pk: one.seat for one in all_rows(Duty).filter(pk__in=[one.pk for one in [*mine, foreign[0]]])
    }
    assert seats[mine[0].pk] is None and seats[foreign[0].pk] == foreign[0].seat
    assert all(seats[one.pk] == _post("second").seat for one in mine[1:])
    upper = _press(sign_in("prefecture"), mine[1:], "prefecture").content.decode()
    assert "已办" not in upper.split("<main")[1] and "未办" in upper, (
        "the tier above sees it, and does not owe it"
    )


def test_a_name_of_another_agency_does_nothing(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    client, mine = sign_in("other"), _own()
    for post in (_post("county").pk, 10**9, "x"):
        answer = client.post("/duties/hand", {"id": [one.pk for one in mine], "post": post})
        assert answer.status_code == 422, post
    assert client.post("/duties/hand", {"post": _post("second").pk}).status_code == 422, "nothing ticked"
    assert client.post("/duties/hand", {"id": "x"}).status_code == 404
    assert all(one.seat is None for one in _own())


def test_an_event_that_cannot_be_written_leaves_nothing_done(
    on: Day, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.office.duties import actions

    def broken(*_told: Any, **_more: Any) -> None:
        raise RuntimeError("the history cannot be written")

    on("2020-07-05")
    mine = _own()
    monkeypatch.setattr(actions, "_events", broken)
    with pytest.raises(RuntimeError):
        _press(sign_in("other"), mine)
    assert all(one.seat is None for one in _own()), "the transaction takes all of it back"


def test_more_rows_cost_no_more_queries(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    client, mine = sign_in("other"), _own()

    def asked(some: list[Duty]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert _press(client, some).status_code == 200
        return len(captured)

    client.get("/duties/")
    assert asked(mine[:1]) == asked(mine[1:]) <= 20
    assert len(mine[1:]) > 1


def test_red_a_verb_that_does_not_look_changes_twice(
    on: Day, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.office.duties import actions

    on("2020-07-05")
    client, mine = sign_in("other"), _own()
    _press(client, mine)
    before = all_rows(DutyEvent).count()
    monkeypatch.setattr(actions, "_not_handed", lambda *_told: "")
    _press(client, mine)
    assert all_rows(DutyEvent).count() == before + len(mine), "red: the control must write again"
