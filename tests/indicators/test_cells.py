"""Cells in the database are the engine's; tiers, tags and 兵团 add up; a later month holds corrections (19-17-05, 20-01-03, 19-00-01)."""

import csv
from pathlib import Path

import duckdb
import pytest

from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import scope_for
from qianxiao.returns.close.result import Result
from qianxiao.returns.indicators import actions, definitions, load, queries
from qianxiao.returns.indicators.models import Cell
from tests.books.world import COUNTIES, NEXT, PERIOD, write_next
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
NATION = scope_for(Role.MINISTRY, [("", "~")])


def _table(closed: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        for name in ("cells", "form_cells", "cell_people"):
            con.execute(f"CREATE VIEW {name} AS SELECT * FROM '{closed}/2020-05/tables/{name}.parquet'")
        return con.execute(sql).fetchall()


def test_every_indicator_says_what_it_is_in_both_languages() -> None:
    for one in definitions.indicators().values():
        assert (
            one.zh
            and one.en
            and one.clause
            and one.unit in definitions.MEASURES
            and definitions.formula(one)
            and definitions.as_of(one)
        )
    for line in definitions.shares().values():
        assert line["zh"] and line["en"] and line["clause"]
        assert all(told[0] in definitions.indicators() for told in (line["part"], *line["whole"]))


def test_a_county_s_cells_are_the_engine_s_and_its_tiers_are_their_sums(closed: Path) -> None:
    told = {
        row[:2]: row[2:]
        for row in _table(
            closed, f"SELECT county, indicator, people, times, amount FROM cells WHERE month = {PERIOD}"
        )
    }
    rows = all_rows(Cell).filter(period=PERIOD, month=PERIOD, span="m", level=3)
    assert {(row.region, row.indicator): (row.people, row.times, row.amount) for row in rows} == told
    assert len(told) > 20
    for span, word in (("y", "year"), ("t", "total")):
        form = {
            (row[0], row[1]): row[2:]
            for row in _table(
                closed,
                f"SELECT region, indicator, people, times, amount FROM form_cells WHERE area = 'all' AND span = '{word}'",
            )
        }
        kept = {
            (row.region, row.indicator): (row.people, row.times, row.amount)
            for row in all_rows(Cell).filter(period=PERIOD, span=span)
        }
        assert kept == form, "prefectures, provinces and the nation as the engine has them"


def test_the_people_behind_a_cell_are_its_number(sign_in, closed: Path) -> None:  # type: ignore[no-untyped-def]
    seen = 0
    for code, span, word in (
        ("trained", "t", "total"),
        ("gap_train", "m", "month"),
        ("workers_willing", "m", "month"),
        ("certified", "y", "year"),
    ):
        for county in COUNTIES:
            row = (
                all_rows(Cell)
                .filter(period=PERIOD, region=county, indicator=code, span=span, month=PERIOD)
                .first()
            )
            if row is None:
                continue
            scope = scope_for(Role.COUNTY, [(county, county + ":")])
            assert queries.people(scope, PERIOD, county, code, span).count() == row.people
            page = sign_in(f"c{county}").get(f"/reports/cells/2020-05/{code}/{county}?span={word}&size=200")
            assert page.status_code == 200 and page.content.decode().count('class="obj"') == min(
                row.people, 200
            )
            seen += row.people
    assert seen > 50
    for county, role, status in ((COUNTIES[0], f"c{COUNTIES[0]}", 200), (COUNTIES[1], f"c{COUNTIES[0]}", 404), (COUNTIES[0], "ministry", 404)):  # fmt: skip
        query = f"period={PERIOD}&region={county}&indicator=gap_train&span=month"
        taken = sign_in(role).post("/lists/cell-people/export", {"form": "csv", "query": query})
        assert taken.status_code == status, (county, role)
    assert (
        sign_in(f"c{COUNTIES[0]}").get(f"/reports/cells/2020-05/gap_train/{COUNTIES[1]}").status_code == 404
    )
    ministry = (
        sign_in("ministry").get(f"/reports/cells/2020-05/gap_train/{COUNTIES[1]}?span=month").content.decode()
    )
    assert "/closes/2020-05/person/" not in ministry and "名单由经办服务的单位查看" in ministry


def _take(tmp_path: Path, period: int, rows: list[tuple[str, int]]) -> None:
    """Cells of one indicator as a result would tell them: (county, people)."""
    home = tmp_path / f"{period // 100}-{period % 100:02d}"
    (home / "tables").mkdir(parents=True, exist_ok=True)
    path = tmp_path / "rows.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    with duckdb.connect() as con:
        con.execute(
            f"CREATE TABLE r AS SELECT * FROM read_csv('{path}', columns = {{'county': 'VARCHAR', 'n': 'BIGINT'}})"
        )
        cells = f"SELECT county, {period} AS month, 'new_students' AS indicator, n AS people, n AS times, 0::BIGINT AS amount FROM r"
        con.execute(f"COPY ({cells}) TO '{home}/tables/cells.parquet'")
        form = "SELECT 'new_students' AS indicator, s AS span, 'all' AS area, county AS region, 3 AS level, n AS people, n AS times, 0::BIGINT AS amount FROM r, (VALUES ('year'), ('total')) v(s)"
        con.execute(f"COPY ({form}) TO '{home}/tables/form_cells.parquet'")
    (home / "manifest.json").write_text(f'{{"period": {period}}}', encoding="utf-8")
    with as_owner():
        assert actions.take_cells(Result.open(tmp_path, period)) == 3 * len(rows)


def test_32_units_with_the_corps_once_and_overlapping_areas_once(tmp_path: Path) -> None:
    # 木里 513422 lies in 凉山 5134; 653125 莎车 is one of the 52 and of 南疆; 659001 石河子 reports to 兵团
    _take(
        tmp_path,
        NEXT,
        [("513422", 5), ("513401", 7), ("653125", 11), ("650102", 13), ("659001", 17), ("110101", 19)],
    )
    units = queries.below(NATION, NEXT, "CN", ["new_students"], "", ("m",))
    assert list(units) == definitions.unit_codes() and len(units) == 32
    told = {code: queries.value(found, "new_students") for code, found in units.items() if found}
    assert told == {"510000": 12, "650000": 24, "660000": 17, "110000": 19}
    assert queries.value(queries.figures(NATION, NEXT, "CN"), "new_students") == sum(told.values()) == 72
    # each sees its own
    corps, xinjiang = (scope_for(Role.PROVINCE, [(two, two + ":")]) for two in ("66", "65"))
    assert queries.value(queries.figures(corps, NEXT, "660000"), "new_students") == 17
    assert queries.value(queries.figures(xinjiang, NEXT, "650000"), "new_students") == 24
    assert definitions.place_names(["660000", "669001"])["660000"] == "新疆生产建设兵团"
    # a municipality has no tier between
    assert list(queries.below(NATION, NEXT, "110000", ["new_students"])) == ["110101"]
    # areas
    assert queries.value(queries.figures(NATION, NEXT, "CN", "3q3z"), "new_students") == 5 + 7 + 11
    apart, union, both = queries.tags_apart(NATION, NEXT, "CN", "new_students", "m", ("3q3z", "52"))
    assert (apart, union, both) == ({"3q3z": 23, "52": 11}, 23, 11) and union == sum(apart.values()) - both
    listed = queries.below(NATION, NEXT, "CN", ["new_students"], "3q3z+52", ("m",))
    assert {code: queries.value(found, "new_students") for code, found in listed.items()} == {
        "510000": 12,
        "650000": 11,
    }


def test_a_later_month_holds_what_changes_of_an_earlier_one(closed: Path, tmp_path: Path) -> None:
    before = {
        (c.region, c.indicator, c.month): c.people
        for c in all_rows(Cell).filter(period=PERIOD, level=3, span="m")
    }
    home = write_next(closed, tmp_path) / "2020-06" / "tables" / "cells.parquet"
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE c AS SELECT * FROM '{home}'")
        one = con.execute(
            "SELECT county, indicator, month, times FROM c WHERE indicator = 'trained' AND month < 202005 ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
        con.execute(
            "UPDATE c SET people = people + 2, times = times + 2 WHERE (county, indicator, month) = (?, ?, ?)",
            list(one[:3]),
        )
        # a later close tells no stock of an earlier day, which is no correction of it
        stocks = [code for code, told in definitions.indicators().items() if told.kind == "stock"]
        gone = con.execute("DELETE FROM c WHERE indicator = ANY(?) AND month < 202006 RETURNING county, indicator, people", [stocks]).fetchall()  # fmt: skip
        con.execute(f"COPY c TO '{home}' (FORMAT parquet)")
    with as_owner():
        actions.take_cells(Result.open(tmp_path, NEXT))
    county, code, people = max(gone, key=lambda row: int(row[2]))
    assert people > 0 and dict(queries.series(NATION, NEXT, county, code))[PERIOD] == people
    after = all_rows(Cell).filter(period=NEXT, level=3, span="m", month__lt=NEXT)
    assert [(c.region, c.indicator, c.month, c.people) for c in after if c.people] == [(*one[:3], 2)]
    assert before == {
        (c.region, c.indicator, c.month): c.people
        for c in all_rows(Cell).filter(period=PERIOD, level=3, span="m")
    }
    series = dict(queries.series(NATION, NEXT, one[0], "trained"))
    assert (
        series[one[2]] == one[3] + 2
        and dict(queries.series(NATION, PERIOD, one[0], "trained"))[one[2]] == one[3]
    )
    # the same result again changes nothing
    count = all_rows(Cell).count()
    with as_owner():
        actions.take_cells(Result.open(tmp_path, NEXT))
    assert all_rows(Cell).count() == count


def test_a_published_table_hides_small_figures_and_what_would_give_them_away(sign_in) -> None:  # type: ignore[no-untyped-def]
    table: dict[str, list[int | None]] = {
        "a": [2, 10, 1],
        "b": [9, 20, 2],
        "c": [40, 0, 50],
        "d": [0, None, 60],
    }
    shown = queries.published(table, 3)
    assert shown == {"a": [None, 10, None], "b": [None, 20, None], "c": [40, 0, 50], "d": [0, None, 60]}
    for at in range(3):  # nobody adds the rest up and gets a hidden one
        hidden = [code for code in table if table[code][at] is not None and shown[code][at] is None]
        assert len(hidden) != 1
    book = sign_in("province").get("/reports/table.xlsx?group=training&span=total&published=1")
    assert book.status_code == 200 and book.content[:2] == b"PK"


def test_the_reports_page_has_the_region_s_figures(sign_in) -> None:  # type: ignore[no-untyped-def]
    page = sign_in("province").get("/reports/?group=training&span=total").content.decode()
    total = all_rows(Cell).get(period=PERIOD, region="620000", indicator="trained", span="t")
    assert f'/reports/cells/2020-05/trained/620000?span=total"><b>{total.times}</b>' in page
    assert sign_in(f"c{COUNTIES[0]}").get("/reports/?region=620000").status_code == 404
    assert sign_in("province").get("/reports/?g=nothing").status_code == 404
    assert load.COLUMNS[0] == "region"
