"""The pages a county clerk works with: households, one household, who entered, left and changed (B13, B14, 19-05-03)."""

import pytest
from django.test import Client

from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.households.models import Household
from tests.households import registers as told
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
BUDGET = 28  # queries of a page, whatever is on it; four of them chain the row of the access log


def page(hh_no: str, more: str = "") -> str:
    return f"/households/{all_rows(Household).get(hh_no=hh_no).id}{more}"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_list_names_the_households_of_the_county(county: Client) -> None:
    shown = text(county, "/households/")
    assert "岷县：3 户" in shown and "马玉芳" in shown and "陈新户" in shown
    assert "赵远方" not in shown and "张搬迁" not in shown, "another county's"
    assert "李有才" not in shown, "no longer in the register"
    assert "脱贫户" not in shown and "建档立卡贫困户" in shown
    assert "脱贫户" in text(county, "/households/?on=2026-05")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("news=any", {"杨大山", "马玉芳", "陈新户", "李有才"}),
        ("news=none", set()),
        ("label=monitored", {"马玉芳"}),
        ("label=registered_poor", {"杨大山", "马玉芳", "陈新户"}),
        ("on=2026-05&label=monitored_2026", {"马玉芳"}),
        (f"region={told.NEXT}", {"马玉芳"}),
        (f"region={told.VILLAGE}&news=any", {"杨大山", "陈新户", "李有才"}),
    ],
)
def test_filters(county: Client, asked: str, names: set[str]) -> None:
    shown = text(county, f"/households/?{asked}")
    heads = {"杨大山", "马玉芳", "陈新户", "李有才", "张搬迁", "赵远方"}
    assert {name for name in heads if f">{name}</a>" in shown} == names


@pytest.mark.parametrize(("said", "names"), [("杨", {"杨大山"}), ("H2", {"马玉芳"})])
def test_a_head_or_a_number_is_searched_and_stands_in_no_address(
    county: Client, said: str, names: set[str]
) -> None:
    told = {"page": "households", "next": "/households/", "query": "news=any", "text": said}
    where = county.post("/lists/search", told)["Location"]
    assert said not in where and "news=any" in where
    shown = text(county, where)
    assert {name for name in ("杨大山", "马玉芳", "陈新户") if f">{name}</a>" in shown} == names
    assert said not in AccessLog.objects.latest("id").path
    assert county.get(where.replace("households", "people")).status_code == 404, "a key of another list"


def test_above_a_county_there_are_figures_and_no_names(sign_in) -> None:  # type: ignore[no-untyped-def]
    for address in ("/households/", "/households/changes?verb=left"):
        shown = text(sign_in("province"), address)
        assert "定西市" in shown and "陇南市" in shown and "马玉芳" not in shown and "李有才" not in shown


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("verb=entered", {"陈新户"}),
        ("verb=left", {"李有才"}),
        ("verb=went", {"张搬迁", "张小迁"}),
        ("verb=came", set()),
        ("verb=changed", {"杨秀梅", "杨小军", "马玉芳", "马小龙"}),
        ("verb=changed&field=phone", {"杨秀梅"}),
        ("verb=changed&field=labour", {"杨小军", "马玉芳"}),
        ("subject=household&verb=changed", {"杨大山", "马玉芳"}),
        (f"verb=changed&region={told.NEXT}", {"马玉芳"}),
        ("period=2020-05&verb=entered", set()),
    ],
)
def test_who_entered_left_and_changed(county: Client, asked: str, names: set[str]) -> None:
    shown = text(county, f"/households/changes?{asked}")
    everybody = {
        "杨大山",
        "石秀兰",
        "杨秀梅",
        "杨小军",
        "马玉芳",
        "马小龙",
        "李有才",
        "张搬迁",
        "张小迁",
        "赵远方",
        "陈新户",
    }
    assert {name for name in everybody if name in shown} == names


def test_a_household_shows_its_people_its_services_and_its_history(county: Client) -> None:
    shown = text(county, page("H1"))
    assert all(name in shown for name in ("杨大山", "石秀兰", "杨秀梅", "杨小军", "马小龙"))
    assert "在校生状况：九年级 → <b>非在校生</b>" in shown
    assert "电话：159****0013 → <b>159****0013</b>" in shown, "the mask hides the change, the line tells it"
    assert "建档立卡贫困人口.csv，第 4 行" in shown
    assert "家庭：H2 → <b>H1</b>" in shown and "家庭人口数：4 → <b>5</b>" in shown
    assert "应享与已享受的服务" in shown and "技工院校学生学籍" in shown
    assert told.SAME_MASK[1] not in shown and "990001" not in shown


LABELS = {"建档立卡贫困户", "防止返贫监测对象", "脱贫户", "防止返贫致贫对象"}


@pytest.mark.parametrize(
    ("on", "labels"),
    [
        ("", {"建档立卡贫困户", "防止返贫监测对象"}),
        ("?on=2020-12", {"建档立卡贫困户", "防止返贫监测对象"}),
        ("?on=2021-06", {"脱贫户", "防止返贫监测对象"}),
        ("?on=2026-06", {"脱贫户", "防止返贫致贫对象"}),
        ("?on=2019-12", set()),  # before the first month nothing is known
    ],
)
def test_what_a_household_is_called_depends_on_the_day(county: Client, on: str, labels: set[str]) -> None:
    shown = text(county, page("H2", on))
    head = shown[shown.index("<h1>") : shown.index("</h1>")]
    assert {one for one in LABELS if one in head} == labels


def test_the_neighbour_sees_none_of_it(sign_in) -> None:  # type: ignore[no-untyped-def]
    own, other = sign_in("county"), sign_in("other")
    assert own.get(page("H5")).status_code == 404, "moved: the old county has lost it"
    assert "张搬迁" in text(other, page("H5"))
    assert other.get(page("H1")).status_code == 404
    nowhere = other.get("/households/00000000-0000-4000-8000-000000000000")
    assert nowhere.status_code == 404
    assert other.get(f"/households/?region={told.COUNTY}").status_code == 404
    assert other.get(f"/households/changes?region={told.VILLAGE}&verb=left").status_code == 404
    assert "张搬迁" in text(other, "/households/changes?verb=came")


@pytest.mark.parametrize("asked", ["label=x", "news=x", "on=2020-13", "on=x"])
def test_nonsense_is_not_there(county: Client, asked: str) -> None:
    assert county.get(f"/households/?{asked}").status_code == 404


def test_every_look_is_written_down(county: Client) -> None:
    household = all_rows(Household).get(hh_no="H1")
    county.get(f"/households/{household.id}")
    row = AccessLog.objects.latest("id")
    assert (row.subject, row.purpose, row.people) == (str(household.id), "household", 5)
    assert "history" in row.fields and str(household.id) in row.whose and len(row.whose) == 6


@pytest.mark.parametrize("address", ["/households/", "/households/changes?verb=changed", "H1", "H2"])
def test_queries_do_not_grow_with_what_is_shown(
    county: Client, address: str, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    there = page(address) if address.startswith("H") else address
    county.get(there)
    with django_assert_max_num_queries(BUDGET):
        county.get(there)
