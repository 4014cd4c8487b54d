"""The table of trainings equals the list of people behind each of its figures (20-11-03)."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import Scope, scope_for
from qianxiao.returns.analysis import training, words
from qianxiao.returns.analysis.training import Choice
from tests.analysis import world
from tests.analysis.world import COUNTY, NEXT, PERIOD, TAGGED

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
NATION = scope_for(Role.MINISTRY, [("", "~")])
PROVINCE = scope_for(Role.PROVINCE, [("62", "63")])
TABLE = "/reports/training/"


def _oracle(keep: Callable[[dict[str, Any], dict[str, Any]], bool]) -> tuple[int, int, int]:
    """Person-times, people, passed of the trainings that one keeps, counted from what was written down."""
    rows = [row for row in world.trainings() if keep(row, world.person(row["who"]))]
    return len(rows), len({row["who"] for row in rows}), sum(row["result"] == "1" for row in rows)


def _month(row: dict[str, Any]) -> int:
    return int((row["end"] or row["start"]) // 100)


def _sum(lines: Iterable[training.Line]) -> int:
    return sum(line.times for line in lines)


def test_the_sum_is_what_was_written_down_by_month_year_and_since_the_start() -> None:
    for span, fits in {
        "month": lambda month: month == PERIOD,
        "year": lambda month: month // 100 == PERIOD // 100,
        "total": lambda month: True,
    }.items():
        told = training.table(NATION, Choice(PERIOD, "CN", span), []).sum
        assert (told.times, told.people, told.passed) == _oracle(
            lambda row, _who, fits=fits: fits(_month(row))
        )
        assert told.times > told.people


@pytest.mark.parametrize(
    "dims", [("type",), ("programme", "sex"), ("age", "trade", "result"), ("place", "type", "result")]
)
def test_every_figure_is_as_long_as_its_list(dims: tuple[str, ...]) -> None:
    one = Choice(PERIOD, "620000", "total")
    found = training.table(PROVINCE, one, dims)
    assert len(found.lines) > 1 and _sum(found.lines) == found.sum.times
    for line in found.lines:
        behind = one.with_(list(zip(dims, line.values, strict=True)))
        assert Choice.read(PERIOD, behind.region, behind.slug) == behind, "an address says the same choice"
        people = training.listed(PROVINCE, behind)
        assert (len(people), sum(len(lines) for lines in people.values())) == (line.people, line.times)


def test_each_dimension_counts_by_what_was_written_down() -> None:
    def keyed(name: str) -> dict[str, int]:
        found = training.table(NATION, Choice(PERIOD, "CN", "total"), [name])
        return {line.values[0]: line.times for line in found.lines}

    rows = [(row, world.person(row["who"])) for row in world.trainings()]
    years = lambda row, who: (row["start"] - who["birth"]) // 10000  # noqa: E731
    assert keyed("age")[""] == sum(who["birth"] is None for _row, who in rows)
    assert keyed("age")["25"] == sum(who["birth"] is not None and 25 <= years(row, who) < 35 for row, who in rows)  # fmt: skip
    assert keyed("type")[""] == sum(row["train_type"] is None for row, _who in rows)
    for name, column in (("programme", "train_mode"), ("trade", "occupation_code"), ("result", "result")):
        assert keyed(name) == {value: sum(row[column] == value for row, _who in rows) for value in {row[column] for row, _who in rows}}  # fmt: skip
    assert keyed("sex") == {sex: sum(who["sex"] == sex for _row, who in rows) for sex in "12"}
    assert keyed("place") == {
        "510000": _oracle(lambda _row, who: who["county"] == TAGGED)[0],
        "620000": _oracle(lambda _row, who: who["county"] != TAGGED)[0],
    }


def test_a_tag_counts_its_counties_alone_and_free_what_was_free() -> None:
    tagged = training.table(NATION, Choice(PERIOD, "CN", "total", "3q3z"), ["place"])
    assert [line.values for line in tagged.lines] == [("510000",)]
    assert tagged.sum.times == _oracle(lambda _row, who: who["county"] == TAGGED)[0]
    free = training.table(NATION, Choice(PERIOD, "CN", "total", free=True), []).sum
    assert (free.times, free.people, free.passed) == _oracle(lambda row, _who: not row["fee_charged"])


@pytest.mark.parametrize(
    ("scope", "region"), [(PROVINCE, "510000"), (PROVINCE, "CN"), (PROVINCE, "621126101"), (NATION, "990000")]
)
def test_nobody_counts_outside_the_own_scope_or_below_a_county(scope: Scope, region: str) -> None:
    if region == "990000":
        assert training.table(scope, Choice(PERIOD, region, "total"), []).sum.times == 0
        return
    with pytest.raises(Http404):
        training.table(scope, Choice(PERIOD, region, "total"), [])


@pytest.mark.parametrize("text", ["", "span-week", "span-total.name-x", "span-total.place-62", "total"])
def test_a_choice_that_is_none_does_not_exist(text: str) -> None:
    with pytest.raises(Http404):
        Choice.read(PERIOD, "CN", text)


def test_the_county_opens_names_from_its_table(sign_in: SignIn) -> None:
    page = sign_in("county").get(f"{TABLE}?span=total&a=type&b=sex").content.decode()
    links = re.findall(rf'href="({TABLE}2020-05/{COUNTY}/[^"]+)"><?b?>?(\d+)', page)
    assert len(links) > 4
    for href, times in links[:5]:
        shown = sign_in("county").get(f"{href}?size=200").content.decode()
        told = training.listed(scope_for(Role.COUNTY, [(COUNTY, "621127")]), Choice.read(PERIOD, COUNTY, href.rsplit("/", 1)[1]))  # fmt: skip
        names = set(re.findall(r"张\d\d", shown))
        assert names == {f"张{number[1:]}" for number in told}, href
        assert sum(len(lines) for lines in told.values()) == int(times)


def test_the_ministry_sees_figures_and_no_names(sign_in: SignIn) -> None:
    client = sign_in("ministry")
    page = client.get(f"{TABLE}?span=total&a=place").content.decode()
    href = re.findall(rf'href="({TABLE}2020-05/620000/[^"]+)"', page)[0]
    below = client.get(href).content.decode()
    assert "张" not in re.sub(r"<[^>]+>", "", below).split("</h1>")[0].replace("张贴", "")
    assert f"{TABLE}2020-05/621100/" in below
    county = client.get(f"{TABLE}2020-05/{COUNTY}/span-total").content.decode()
    assert "张0" not in county and "名单由" in county


def test_an_office_opens_nothing_of_another(sign_in: SignIn) -> None:
    client = sign_in("county")
    assert client.get(f"{TABLE}2020-05/{COUNTY}/span-total").status_code == 200
    assert client.get(f"{TABLE}2020-05/{NEXT}/span-total").status_code == 404
    assert client.get(f"{TABLE}?region={NEXT}").status_code == 404
    assert client.get(f"{TABLE}?a=name").status_code == 404
    assert sign_in("town").get(TABLE).status_code == 404


def test_the_workbook_has_every_line_and_leaves_a_trace(sign_in: SignIn) -> None:
    from qianxiao.office.audit.models import AccessLog

    before = AccessLog.objects.filter(purpose="training_export").count()
    answer = sign_in("province").get(f"{TABLE}table.xlsx?span=total&a=trade&b=result")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    lines = training.table(PROVINCE, Choice(PERIOD, "620000", "total"), ["trade", "result"])
    assert all(f"<v>{line.times}</v>" in text for line in lines.lines)
    assert f"<v>{lines.sum.times}</v>" in text
    assert AccessLog.objects.filter(purpose="training_export").count() == before + 1


def test_bands_say_their_years() -> None:
    day = 20200531
    assert [words.age(one, day) for one in ("", "0", "16", "55")] == ["年龄不详", "16 岁以下", "16–24 岁", "55 岁及以上"]  # fmt: skip


def test_a_month_without_its_files_says_so(sign_in: SignIn, tmp_path: Any) -> None:
    from qianxiao.returns.close.models import Close
    from tests.scoped import as_owner

    with as_owner():
        Close.objects.update(folder=str(tmp_path / "2020-05"))
    page = sign_in("county").get(TABLE)
    assert page.status_code == 200 and "不在本服务器" in page.content.decode()
    assert sign_in("county").get(f"{TABLE}2020-05/{COUNTY}/span-total").status_code == 404
