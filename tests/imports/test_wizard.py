"""The wizard from the upload to what is held: preview, taking in, wrong rows back, again, meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.imports.rosters import (
    book,
    counts,
    entries,
    given_back,
    held,
    id_no,
    person,
    read,
    take,
    text,
)

SignIn = Callable[[str], Client]
Work = Callable[[], None]
DIRTY = [
    person(0),
    person(1, 证件号码="1.1E+17"),
    person(2, 姓名=""),
    person(3),
    person(3, 姓名="别人"),
    person(4, 行政区划代码="522301100001"),
    person(5),
    person(5),
    person(6, 证件号码=""),
    person(7, 证件号码=""),
]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_good_rows_are_taken_in_and_wrong_ones_come_back(
    kind: str, sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    county = sign_in("county")
    address = read(county, work, book(tmp_path / "in", DIRTY, f"名册.{kind}"))
    assert counts(address) == {"rows": 10, "new": 4, "wrong": 5, "repeated": 1}
    assert entries() == 0, "nothing is taken in before somebody says so"
    back = given_back(county, address)
    assert [row[0] for row in back[1:]] == ["P0001", "P0002", "P0003", "P0003", "P0004"]
    why = {row[0]: row[len(back[0]) - 4] for row in back[1:]}
    assert "1.1E+17" in why["P0001"] and "必填" in why["P0002"] and "不属于您" in why["P0004"]
    assert "重复" in why["P0003"]
    take(county, work, address)
    assert entries() == 4 and held(address).taken == 4
    again = read(county, work, book(tmp_path / "again", DIRTY, f"名册.{kind}"))
    assert counts(again) == {"rows": 10, "same": 4, "wrong": 5, "repeated": 1}
    assert id_no(0) not in county.get(f"{address}?tab=new").content.decode()


def test_changed_rows_show_both_and_every_fact_remembers_its_row(
    sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    county = sign_in("county")
    take(county, work, read(county, work, book(tmp_path / "1", [person(0), person(1)], "一月.xlsx")))
    address = read(county, work, book(tmp_path / "2", [person(1, 姓名="杨桂花"), person(0)], "二月.csv"))
    assert counts(address) == {"rows": 2, "changed": 1, "same": 1}
    said = text(county, address)
    assert "杨秀梅 杨桂花" in said and "一月.xlsx 名单 3" in said
    take(county, work, address)
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.registers.rosters.models import Entry

    with in_scope(whole_scope()) as scope:
        lines = [entry.line for entry in Entry.objects.within(scope).select_related("line__imported")]
        assert sorted((line.imported.file_name, line.src_row) for line in lines) == [
            ("一月.xlsx", 2),
            ("二月.csv", 2),
        ]
