"""The monthly analysis: flows are the difference of two months, five largest changes open their people, conclusions are duties (20-11-06)."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import scope_for
from qianxiao.office.duties.models import Duty
from qianxiao.returns.analysis import counting, queries, telling
from qianxiao.returns.analysis.models import Report
from qianxiao.services.employment.models import Spell
from tests.analysis.platform import DAY, MONTH, people
from tests.analysis.world import COUNTY, NEXT
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
PROVINCE = scope_for(Role.PROVINCE, [span("620000")])
HOME = "/reports/analysis/"


def _figures(region: str = "620000") -> dict[str, Any]:
    return counting.count(PROVINCE, region, MONTH)


def _made(sign_in: SignIn, who: str = "province") -> Client:
    client = sign_in(who)
    assert client.post(f"{HOME}make", {"month": "2020-05"}).status_code == 302
    return client


def test_states_and_flows_are_what_was_written_down_and_agree() -> None:
    figures = _figures()
    stock, flows = counting.stock(figures), counting.flows(figures)
    rows = people()
    for state, (before, after) in stock.items():
        assert (before, after) == tuple(sum(row[when] == state for row in rows) for when in ("before", "after"))  # fmt: skip
        came = sum(n for _a, b, n in flows if b == state)
        went = sum(n for a, _b, n in flows if a == state)
        assert after - before == came - went, "flows are the difference of the two days"
    moved = Counter((row["before"], row["after"]) for row in rows if row["before"] != row["after"])
    assert {(a, b): n for a, b, n in flows} == dict(moved)


def test_every_flow_opens_as_many_people_as_it_says() -> None:
    for region in ("620000", COUNTY):
        for a, b, n in counting.flows(_figures(region)):
            one = queries.Moved.read(queries.Moved(a, b).slug)
            assert queries.moved(PROVINCE, region, MONTH, one).count() == n, (region, a, b)


def _keyed(row: dict[str, Any], kind: str, when: str) -> str:
    if kind == "trade":
        return str(row["t0" if when == "before" else "t1"])
    if kind == "spot":
        same, near = row["work"] == row["county"], row["work"][:2] == row["county"][:2]
        return "county" if same else "province" if near else "away"
    if kind == "age":
        return str(sum((DAY - row["birth"]) // 10000 >= first for first in (16, 25, 35, 45, 55)))
    return f"{row['county'][:4]}00"


@pytest.mark.parametrize("kind", ["place", "age", "trade", "spot"])
def test_groups_count_people_in_work_and_open_who_came_and_went(kind: str) -> None:
    rows = people()
    found = counting.groups(_figures(), kind)
    assert len(found) > 1
    for one in found:
        inside = {
            when: {row["n"] for row in rows if row[when] == "1" and _keyed(row, kind, when) == one.key}
            for when in ("before", "after")
        }
        assert (one.before, one.after) == (len(inside["before"]), len(inside["after"]))
        assert (one.came, one.went) == (len(inside["after"] - inside["before"]), len(inside["before"] - inside["after"]))  # fmt: skip
        assert one.change == one.came - one.went
        region = one.key if kind == "place" else "620000"
        for way, n in (("came", one.came), ("went", one.went)):
            asked = queries.Moved.read(queries.Moved(way=way, kind=kind, key="all" if kind == "place" else one.key).slug)  # fmt: skip
            names = queries.moved(PROVINCE, region, MONTH, asked).values_list("name", flat=True)
            expected = inside["after"] - inside["before"] if way == "came" else inside["before"] - inside["after"]  # fmt: skip
            assert sorted(names) == sorted(f"李{m:02}" for m in expected) and len(expected) == n


def test_a_county_is_told_by_its_townships(sign_in: SignIn) -> None:
    found = counting.groups(_figures(COUNTY), "place")
    assert [one.key for one in found] == [f"{COUNTY}101"]
    client = _made(sign_in, "county")
    assert "蒲麻镇" in client.get(f"{HOME}2020-05/{COUNTY}").content.decode()
    shown = client.get(f"{HOME}2020-05/{COUNTY}101/moved/went.place.all?size=200").content.decode()
    assert len(set(re.findall(r"李\d\d", shown))) == found[0].went > 0


def test_the_five_largest_changes_are_the_largest() -> None:
    figures = _figures()
    found = counting.largest(figures)
    every = [abs(one.change) for kind in ("place", "age", "trade", "spot") for one in counting.groups(figures, kind)]  # fmt: skip
    assert [abs(one.change) for one in found] == sorted(every, reverse=True)[:5]


def test_trained_against_untrained_later_and_confirmed() -> None:
    figures, rows = _figures(), people()
    passed = [row for row in rows if row["class"] and row["n"] % 6 != 2]
    other = [row for row in rows if row not in passed]
    for told, some in zip(counting.trained(figures), (passed, other), strict=True):
        assert (told.people, told.before, told.after) == (len(some), *(sum(row[when] == "1" for row in some) for when in ("before", "after")))  # fmt: skip
    for months, n, part in counting.later(figures):
        some = [row for row in passed if row["class"] == {3: 20200228, 6: 20191130}[months]]
        assert (n, part) == (len(some), sum(row["after"] == "1" for row in some))
    counted = Counter("fresh" if row["as_of"] >= 20200501 else "middle" if row["as_of"] >= 20200302 else "stale" for row in rows)  # fmt: skip
    assert counting.confirmed(figures) == dict(counted)


def test_a_tag_is_its_counties_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.returns.indicators import definitions

    monkeypatch.setattr(definitions, "tags", lambda: ["52", "52-again"])
    monkeypatch.setattr(definitions, "tagged", lambda tag, _month: frozenset({COUNTY}))
    figures = _figures()
    county = next(one for one in counting.groups(figures, "county") if one.key == COUNTY)
    assert [(one.key, one.before, one.after) for one in counting.tagged(figures, MONTH)] == [
        ("52", county.before, county.after),
        ("52-again", county.before, county.after),
    ]


def test_the_report_reads_and_names_the_five_largest_changes(sign_in: SignIn) -> None:
    client = _made(sign_in)
    page = client.get(f"{HOME}2020-05/620000").content.decode()
    one = all_rows(Report).get(region="620000", month=MONTH)
    text = re.sub(r"<[^>]+>", " ", page)
    assert "2020-04-30" in text and "2020-05-31" in text
    for sentence in telling.commentary(one.figures, "甘肃省"):
        assert sentence in text
    part = page.split("就业人数变化最大的分组")[2].split("</section>")[0]
    assert part.count("<tr>") == 1 + len(counting.largest(one.figures)) == 6
    links = dict(re.findall(rf'href="({HOME}2020-05/[^"]+moved/[^"]+)">(\d+)<', part))
    assert links
    for href, n in links.items():
        shown = client.get(f"{href}?size=200").content.decode()
        assert len(set(re.findall(r"李\d\d", shown))) == int(n), href


def test_own_words_and_paper(sign_in: SignIn) -> None:
    client = _made(sign_in, "county")
    assert client.post(f"{HOME}2020-05/say", {"words": "返乡人员增加，主要因外地工厂停产。"}).status_code == 302  # fmt: skip
    assert client.post(f"{HOME}2020-05/say", {"words": " "}).status_code == 422
    assert "外地工厂停产" in client.get(f"{HOME}2020-05/{COUNTY}").content.decode()
    paper = client.get(f"{HOME}2020-05/{COUNTY}/report.pdf")
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF") and len(paper.content) > 10_000
    english = client.get(f"{HOME}2020-05/{COUNTY}", headers={"accept-language": "en"}).content.decode()
    assert "Largest changes of people in work" in english and "took up work" in english


def test_issuing_asks_for_what_is_concluded_and_fulfils_the_own_duty(sign_in: SignIn) -> None:
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties.actions import open_duties

    with as_owner():
        open_duties(Actor("operator"), [MONTH])
    client = _made(sign_in)
    one = all_rows(Report).get(region="620000", month=MONTH)
    wanted = {(told.duty, told.county) for told in telling.conclusions(one.figures)}
    assert {duty for duty, _county in wanted} >= {"analysis_stale", "analysis_fell"}
    assert client.post(f"{HOME}2020-05/issue").status_code == 302
    asked = all_rows(Duty).filter(rule__startswith="analysis_", period=MONTH)
    assert {(duty.rule, duty.region) for duty in asked} == wanted
    own = all_rows(Duty).filter(rule="platform_analysis", period=MONTH)
    assert {duty.region for duty in own if duty.done_on} == {"620000"}
    assert {duty.region for duty in own if not duty.done_on} >= {COUNTY, NEXT}
    assert client.post(f"{HOME}2020-05/issue").status_code == 422
    assert client.post(f"{HOME}2020-05/say", {"words": "再补充一句"}).status_code == 422
    # a second version is another report; asked twice, a duty is there once
    assert client.post(f"{HOME}make", {"month": "2020-05"}).status_code == 302
    assert client.post(f"{HOME}2020-05/issue").status_code == 302
    assert all_rows(Duty).filter(rule__startswith="analysis_").count() == len(wanted)


def test_news_of_june_change_nothing_of_may(sign_in: SignIn) -> None:
    before = _figures()["cells"]
    with as_owner():
        open_ = all_rows(Spell).filter(valid_to=99991231, state="1")
        assert open_.update(valid_to=20200602) > 10
    assert _figures()["cells"] == before


def test_who_opens_what(sign_in: SignIn) -> None:
    _made(sign_in, "county")
    flow = f"{HOME}2020-05/{COUNTY}/moved/flow.1.2"
    assert sign_in("county").get(flow).status_code == 200
    for who, address in (
        ("next", f"{HOME}2020-05/{COUNTY}"),
        ("next", flow),
        ("next", f"{HOME}?region={COUNTY}"),
        ("town", HOME),
        ("ministry", flow),
        ("county", f"{HOME}2020-05/{COUNTY}/moved/flow.1.9"),
        ("county", f"{HOME}2020-04/{COUNTY}"),
    ):
        assert sign_in(who).get(address).status_code == 404, (who, address)
    page = sign_in("ministry").get(f"{HOME}2020-05/{COUNTY}").content.decode()
    assert "moved/" not in page and not re.search(r"李\d\d", page)
    assert sign_in("next").post(f"{HOME}2020-05/issue").status_code == 404
    with pytest.raises(Http404):
        counting.count(scope_for(Role.COUNTY, [span(NEXT)]), COUNTY, MONTH)


@pytest.mark.parametrize("month", ["2020-06", "2020-13", "", "x", "2020-0", "2019-01"])
def test_a_month_that_cannot_be_counted_is_said_so(sign_in: SignIn, month: str) -> None:
    said = sign_in("county").post(f"{HOME}make", {"month": month})
    assert said.status_code == 422 and 'role="alert"' in said.content.decode()
    assert not all_rows(Report).exists()


def test_what_was_counted_stays(sign_in: SignIn) -> None:
    _made(sign_in, "county")
    for change in (lambda: all_rows(Report).update(version=9), lambda: all_rows(Report).delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_operator_drafts_the_month_for_every_department_once(sign_in: SignIn) -> None:
    from qianxiao.returns.analysis.actions import count_all

    with as_owner():
        assert count_all(MONTH, "tester") == 4  # two counties, the province, the nation
        assert count_all(MONTH, "tester") == 0
    assert {one.region for one in all_rows(Report)} == {COUNTY, NEXT, "620000", "CN"}
    page = sign_in("ministry").get(f"{HOME}2020-05/CN").content.decode()
    assert "90 人" in re.sub(r"<[^>]+>", "", page)
