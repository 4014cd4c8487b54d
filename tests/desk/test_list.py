"""The page kit on the list of people (B08): filters, both directions, views, columns, export; nothing beside its own."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.sample import COUNTY, FULL_ID, OTHER, PEOPLE, TOWN, VILLAGE

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
QUERIES = 22  # of one screen, four of them chain the access row
SEARCH = {"page": "people", "next": "/people/"}


def _page(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/people/{query}")
    assert answer.status_code == status, query
    return answer.content.decode()


def _ids(text: str) -> list[str]:
    return re.findall(r'name="id" value="([0-9a-f-]{36})"', text)


def _turn(text: str, rel: str) -> str:
    found = re.search(rf'href="(\?[^"]*)" rel="{rel}"', text)
    return found[1].replace("&amp;", "&") if found else ""


def test_every_person_of_the_county_once_in_both_directions(county: Client) -> None:
    seen: list[list[str]] = []
    query = "?size=20"
    while query:
        text = _page(county, query)
        seen.append(_ids(text))
        query = _turn(text, "next")
    flat = [one for screen in seen for one in screen]
    assert len(flat) == len(set(flat)) == PEOPLE
    back = [seen[-1]]
    while previous := _turn(text, "prev"):
        text = _page(county, previous)
        back.append(_ids(text))
    assert back[::-1] == seen, "backwards shows the same screens"


@pytest.mark.parametrize("order", ["place", "-place", "name", "-name"])
def test_an_order_is_kept_over_pages(county: Client, order: str) -> None:
    found: list[str] = []
    query = f"?order={order}&size=50"
    while query:
        text = _page(county, query)
        found += re.findall(r'<a class="obj"[^>]*>([^<]*)</a>', text)
        query = _turn(text, "next")
    assert len(found) == PEOPLE
    if order.endswith("name"):
        assert found == sorted(found, reverse=order.startswith("-"))


def test_filters_leave_what_they_say(county: Client) -> None:
    served = _page(county, "?state=study.served&size=200")
    assert len(_ids(served)) == PEOPLE // 5, "one in five is served in schooling"
    town, village = _page(county, f"?region={TOWN}&size=200"), _page(county, f"?region={VILLAGE}&size=200")
    assert 0 < len(_ids(village)) < len(_ids(town)) < PEOPLE
    both = _page(county, f"?region={VILLAGE}&state=all.served&size=200")
    assert set(_ids(both)) < set(_ids(village))


def test_the_kept_count_is_the_count(county: Client) -> None:
    for query in ("", "?state=all.served", "?state=train.in_progress", "?state=study.refused"):
        shown = re.search(r"共 ([\d,]+) 行", _page(county, f"{query}{'&' if query else '?'}size=200"))
        assert shown and int(shown[1].replace(",", "")) == len(
            _ids(_page(county, f"{query}{'&' if query else '?'}size=200"))
        )


def test_what_the_address_may_not_say(county: Client, sign_in: SignIn) -> None:
    for query in (
        f"?region={OTHER}",
        "?region=xx",
        "?state=all.rich",
        "?order=birth",
        "?size=51",
        "?after=x",
        "?find=x",
    ):
        _page(county, query, 404)
    mine = _ids(_page(county))[0]
    other = sign_in("other")
    foreign = _page(other, f"?after={mine}")
    assert _ids(foreign) == _ids(_page(other)), "somebody else's row is no place to go on from"


def test_a_name_is_searched_and_stands_in_no_address(county: Client, sign_in: SignIn) -> None:
    from qianxiao.office.audit.models import AccessLog

    for text in ("杨秀", "yangxiu", "yxm"):
        answer = county.post("/lists/search", {**SEARCH, "text": text, "query": "state=all.in_progress"})
        where = answer["Location"]
        assert text not in where and "%" not in where and "state=all.in_progress" in where
        page = county.get(where).content.decode()
        assert "杨秀梅" in page and len(_ids(page)) < PEOPLE
        assert text not in AccessLog.objects.latest("id").path
        assert sign_in("auditor").get(where).status_code == 404, "a key of another session opens nothing"
    assert not _ids(
        county.get(county.post("/lists/search", {**SEARCH, "text": "杨"})["Location"]).content.decode()
    )


def test_an_export_is_masked_written_down_and_runs_nothing(county: Client) -> None:
    from qianxiao.office.audit.models import AccessLog

    answer = county.post("/people/export", {"form": "csv", "query": f"region={TOWN}"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    row = AccessLog.objects.latest("id")
    assert len(rows) - 1 == len(_ids(_page(county, f"?region={TOWN}&size=200")))
    assert FULL_ID not in text and not re.search(r"\d{15}", text)
    assert (row.kind, row.purpose, row.people) == ("export", "people-export", len(rows) - 1)
    ticked = _ids(_page(county))[:3]
    workbook = county.post("/people/export", {"form": "xlsx", "id": ticked})
    assert b"".join(workbook.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert AccessLog.objects.latest("id").people == 3
    assert county.post("/people/export", {"form": "exe"}).status_code == 404


def test_cells_that_a_spreadsheet_would_run_are_text() -> None:
    from qianxiao.base.sheets import as_csv, harmless

    assert [harmless(one) for one in ("=1+1", "+86", "-2", "@x", "杨")] == [
        "'=1+1",
        "'+86",
        "'-2",
        "'@x",
        "杨",
    ]
    assert b"'=cmd" in b"".join(as_csv(["a"], [["=cmd|' /C calc'!A0"]]))


def test_views_are_kept_shared_and_dropped_by_their_owner(county: Client, sign_in: SignIn) -> None:
    from qianxiao.office.lists.models import SavedView

    told = {
        "page": "people",
        "title": "要培训的",
        "query": "state=train.in_progress&after=x&find=y",
        "next": "/people/",
    }
    assert (
        county.post("/lists/views", {**told, "shared": "on"})["Location"]
        == "/people/?state=train.in_progress"
    )
    assert "要培训的" in _page(county) and "要培训的" not in _page(sign_in("province"))
    view = SavedView.objects.get()
    assert sign_in("province").post(f"/lists/views/{view.pk}/drop").status_code == 404
    county.post(f"/lists/views/{view.pk}/drop", {"next": "/people/"})
    assert "要培训的" not in _page(county)
    assert county.post("/lists/views", {**told, "title": " "}).status_code == 422
    assert county.post("/lists/views", {**told, "page": "nothing"}).status_code == 404


def test_columns_are_chosen_ordered_and_kept(county: Client, sign_in: SignIn) -> None:
    told = {
        "page": "people",
        "next": "/people/",
        "size": "20",
        "column": ["name", "sex", "birth"],
        "up": "birth",
    }
    county.post("/lists/columns", told)
    text = _page(county)
    heads = [
        re.sub("<[^>]*>", "", one).strip(" ▲")
        for one in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", text)
    ]
    assert heads[1:] == ["姓名", "出生日期", "性别"] and len(_ids(text)) == 20
    assert "电话" in _page(sign_in("auditor")), "another reader's columns are another's"
    assert county.post("/lists/columns", {**told, "size": "37"}).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?size=200", f"?region={COUNTY}&state=train.served", "?order=-name&size=20"]
)
def test_queries_do_not_grow_with_the_rows(county: Client, query: str) -> None:
    county.get("/account")
    with CaptureQueriesContext(connection) as asked:
        _page(county, query)
    assert len(asked) <= QUERIES, [one["sql"][:80] for one in asked]


def test_red_a_list_past_the_scope_is_found(county: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a list that forgets the scope shows somebody of the neighbour, and the test above would see it."""
    from qianxiao.office.accounts.scope import tell_database, whole_scope
    from qianxiao.registers.people import lists
    from qianxiao.registers.people.models import Person

    def everybody(_scope: object):  # type: ignore[no-untyped-def]
        tell_database(whole_scope())
        return Person.objects.within(whole_scope())

    monkeypatch.setattr(lists.queries, "listed", everybody)
    assert len(_ids(_page(county, "?size=200"))) > PEOPLE
