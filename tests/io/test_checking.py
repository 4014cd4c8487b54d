"""Cells become values or faults: each kind of column, the levels, duplicates, and the parity with plain Python."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from qianxiao.base import idno, uscc
from qianxiao.base.fold import fold
from qianxiao.engine.engines import Engine, open_engine
from qianxiao.engine.io import layouts as io_layouts
from qianxiao.engine.io import sqlcells
from qianxiao.engine.io.layouts import Column, Layout, layouts
from qianxiao.engine.io.messages import cell_faults, cell_text
from qianxiao.engine.io.sqlparts import fold as sql_fold
from qianxiao.engine.io.sqlparts import uscc_check
from qianxiao.engine.io.sqlplaces import readings
from tests.io.world import HEADERS, checked, poor, write_csv

PAY = ["发放编号", "补贴项目", "姓名", "身份证号", "发放地区划", "金额(元)", "支付日期", "支付状态"]


def poor_rows(tmp_path: Path, *rows: list[object]) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    write_csv(folder / "poor.csv", [HEADERS, *rows])
    return folder


def pay_rows(tmp_path: Path, column: str, values: list[str]) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    good = ["", "雨露计划补助", "扎西", "990001198802030212", "621126", "1500", "2020-05-01", "已到账"]
    rows = []
    for number, value in enumerate(values):
        row = [f"B{number:03d}", *good[1:]]
        row[PAY.index(column)] = value
        rows.append(row)
    write_csv(folder / "pay.csv", [PAY, *rows])
    return folder


DATES = {
    "2020-5-1": 20200501, "2020/05/01": 20200501, "20200501": 20200501, "2020年5月1日": 20200501, "2020.5.1": 20200501,
    "43952": 20200501, "2020-05-01 00:00:00": 20200501, "２０２０－０５－０１": 20200501, " 2020 年 5 月 1 日 ": 20200501,
    "2020-02-29": 20200229, "长期": 99991231,
    "2019-02-29": None, "2020-13-01": None, "2020-05": None, "昨天": None, "1": None,
}  # fmt: skip
YUAN = {
    "1500": 150000, "1,500.00": 150000, "1500元": 150000, "￥1，500.5": 150050, "１５００．００": 150000, "0.01": 1,
    "-20.5": -2050, "1500.000": 150000, "9999999999999.99": 999999999999999,
    "1500.005": None, "一千五": None, "1.5E+05": None, "1 500": 150000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "field", "cases"), [("支付日期", "pay_date", DATES), ("金额(元)", "amount", YUAN)]
)
def test_dates_and_amounts(tmp_path: Path, column: str, field: str, cases: dict[str, int | None]) -> None:
    folder = pay_rows(tmp_path, column, list(cases))
    with checked(folder, tmp_path, registers=("payments",)) as found:
        values = dict(found.clean("payments", f"rec_id, {field}"))
        read = {text: values.get(f"B{number:03d}") for number, text in enumerate(cases)}
        assert read == cases
        assert {row[0] - 2 for row in found.faults("error")} == {
            n for n, v in enumerate(cases.values()) if v is None
        }


def test_regions_follow_their_successors(tmp_path: Path) -> None:
    cases = {
        "621126100201": "621126100201", "622429100201": "621126100201", "622622": "621126", "62": "620000",
        "6211": "621100", "621126000000": "621126", "621126100000": "621126100", "621102": "621102",
        "６２１１２６": "621126", "999999": None, "62112": None, "岷县": None,
    }  # fmt: skip
    folder = pay_rows(tmp_path, "发放地区划", list(cases))
    with checked(folder, tmp_path, registers=("payments",)) as found:
        values = dict(found.clean("payments", "region_raw, region"))
        assert values == {text: code for text, code in cases.items() if code}
        assert [(row[2], row[3]) for row in found.faults("error")] == [
            ("999999", "region_unknown"), ("62112", "region_form"), ("岷县", "region_form"),
        ]  # fmt: skip


def test_levels_and_what_becomes_null(tmp_path: Path) -> None:
    folder = poor_rows(
        tmp_path,
        poor(0),
        poor(10, 姓名="　"),
        poor(11, 证件号码="1.1E+17"),
        poor(12, 证件号码="990001198802030213"),
        poor(13, 性别="不明"),
        poor(14, 健康状况="慢性病、残疾"),
        poor(15, 健康状况="残疾;飞行"),
        poor(16, 联系电话="12345"),
        poor(17, 识别时间="去年", 证件号码="无"),
        poor(18, 人编号=""),
        poor(19, 姓名="#N/A"),
        poor(20, 证件号码="99000119880203021244"),
    )
    with checked(folder, tmp_path) as found:
        assert found.faults("error") == [
            (3, "name", "　", "missing", "error"),
            (4, "id_no", "1.1E+17", "digits_lost", "error"),
            (11, "person_no", None, "missing", "error"),
            (12, "name", "#N/A", "formula_error", "error"),
        ]
        assert [row[:4] for row in found.faults("warning")] == [
            (5, "id_no", "990001198802030213", "id_check"),
            (6, "sex", "不明", "code_unknown"),
            (8, "health", "残疾;飞行", "code_unknown"),
            (9, "phone", "12345", "phone_odd"),
            (10, "identified_on", "去年", "date_bad"),
        ]
        columns = "person_no, id_class, sex, health, phone, identified_on"
        assert found.clean("poor", columns) == [
            ("P0000", "valid", "2", "1", "13800000000", 20140501),
            ("P0012", "bad_check", "2", "1", "13800000000", 20140501),
            ("P0013", "missing", None, "1", "13800000000", 20140501),
            ("P0014", "missing", "2", "2;4", "13800000000", 20140501),
            ("P0015", "missing", "2", "4", "13800000000", 20140501),
            ("P0016", "missing", "2", "1", "12345", 20140501),
            ("P0017", "missing", "2", "1", "13800000000", None),
            ("P0020", "disability", "2", "1", "13800000000", 20140501),
        ]


def test_duplicates_and_shared_numbers(tmp_path: Path) -> None:
    shared = {"证件号码": "990001198802030212"}
    folder = poor_rows(
        tmp_path,
        poor(5),
        poor(5),
        poor(5, 姓名="杨秀美"),
        poor(6, **shared),
        poor(7, **shared),
        poor(8, 姓名=""),
    )
    with checked(folder, tmp_path) as found:
        assert [row[:4] for row in found.faults()] == [
            (3, "person_no", "poor.csv 2", "duplicate_same"),
            (4, "person_no", "P0005", "duplicate_key"),
            (5, "id_no", "990001198802030212", "same_id"),
            (6, "id_no", "990001198802030212", "same_id"),
            (7, "name", None, "missing"),
        ]
        assert [row[0] for row in found.clean("poor", "rec_id")] == ["P0005", "P0006", "P0007"]
        kept_back = len({row[0] for row in found.faults("error")})
        dropped = len([row for row in found.faults() if row[3] == "duplicate_same"])
        assert found.count("raw_poor") == found.count("clean_poor") + kept_back + dropped


@pytest.mark.parametrize("before", [1, 50])
def test_a_shifted_row_is_kept_back_whole(tmp_path: Path, before: int) -> None:
    rows = [poor(100 + number) for number in range(before)]
    folder = poor_rows(tmp_path, *rows, [*poor(2), "多", "出"], poor(3))
    with checked(folder, tmp_path) as found:
        assert found.faults("error") == [(before + 2, "", None, "row_ragged", "error")]
        assert found.count("clean_poor") == before + 1


def test_every_fault_has_its_text_in_both_languages() -> None:
    for fault in cell_faults():
        zh, en = cell_text(fault, 12, "证件号码", "1.1E+17")
        assert "12" in zh and "12" in en and zh != en
    zh, _ = cell_text("digits_lost", 12, "证件号码", "1.1E+17")
    assert zh == (
        "第 12 行“证件号码”被表格软件改成了科学计数 1.1E+17，末几位已丢失。请把该列设为“文本”后重新填写。"
    )


def test_every_layout_can_be_told_from_every_other() -> None:
    for layout in layouts().values():
        assert layout.keys and all(column.required for column in layout.keys)
        names = [column.zh for column in layout.columns]
        assert len(set(names)) == len(names)
    assert io_layouts.layouts()["poor"].headers["公民身份号码"].name == "id_no"


@pytest.fixture(scope="module")
def duck(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine("duckdb", tmp_path_factory.mktemp("scratch"))
    yield engine
    engine.close()


TEXTS = st.text("Aa0９－　 \t\n()（）·•'x\u200b\ufeff张", max_size=12)


@given(st.lists(TEXTS, min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_folding_is_the_same_in_sql(duck: Engine, texts: list[str]) -> None:
    rows = duck.con.execute(
        f"SELECT {sql_fold('t')} FROM (SELECT unnest(?::VARCHAR[]) AS t)", [texts]
    ).fetchall()
    assert [row[0] for row in rows] == [fold(text) for text in texts]


@given(st.lists(st.text(uscc.ALPHABET, min_size=17, max_size=17), min_size=1, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_credit_code_check_is_the_same_in_sql_and_in_the_library(duck: Engine, codes: list[str]) -> None:
    rows = duck.con.execute(
        f"SELECT {uscc_check('t')} FROM (SELECT unnest(?::VARCHAR[]) AS t)", [codes]
    ).fetchall()
    assert [row[0] for row in rows] == [uscc.check_char(code) for code in codes]
    assert [row[0] for row in rows] == [stdnum_uscc.calc_check_digit(code) for code in codes]


@st.composite
def dirty_ids(draw: st.DrawFn) -> str:
    """An ID number, right or wrong, in the dress it may come in."""
    born = draw(st.dates(date(1890, 1, 1), date(2021, 12, 31)))
    first17 = f"990001{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    text = first17 + draw(st.sampled_from([idno.check_char(first17), "0", "X"]))
    kind = draw(st.sampled_from(["plain", "old", "disability", "cut", "long", "swap", "letters", "junk"]))
    if kind == "old":
        text = text[:6] + text[8:17]
    elif kind == "disability":
        text += draw(st.sampled_from(["44", "11", "74B1", "80", "15"]))
    elif kind == "cut":
        text = text[:-1]
    elif kind == "long":
        text += "0"
    elif kind == "swap":
        text = text[:10] + text[11] + text[10] + text[12:]
    elif kind == "letters":
        text = text.replace("9", "O")
    elif kind == "junk":
        text = draw(st.sampled_from(["1.1E+17", "无", "", "-", "９", "520121********1234", "#N/A"]))
    dress = draw(st.sampled_from(["as is", "lower", "wide", "spaced", "quoted"]))
    if dress == "wide":
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    return {"lower": text.lower(), "spaced": f" {text[:6]} {text[6:]}　", "quoted": f"'{text}"}.get(
        dress, text
    )


@given(st.lists(dirty_ids(), min_size=150, max_size=150))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=6)
def test_id_numbers_read_alike_in_sql_and_in_python(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str]
) -> None:
    work = tmp_path_factory.mktemp("parity")
    folder = poor_rows(work, *(poor(number, 证件号码=text) for number, text in enumerate(ids)))
    with checked(folder, work) as found:
        sql = found.engine.rows("select id18, id_class from typed_poor order by src_row")
    nothing = {"无", "-", "#N/A"}
    bare = [fold(text).upper().replace("'", "") for text in ids]
    texts = ["" if plain in nothing else text for plain, text in zip(bare, ids, strict=True)]
    python = [idno.read_id(text, 1800, date(2020, 5, 31)) for text in texts]
    assert sql == [(item.id18, item.id_class) for item in python]


CELLS = st.one_of(
    st.text("A1E+.# 　\t·张x-９", min_size=1, max_size=8),
    st.text("0123456789", min_size=6, max_size=12).map(lambda digits: f"1{digits}"),
    st.sampled_from(["1.1E+17", "1E05", "NULL", "无", "#N/A", "#REF!", "99E12", "13800000000", "A1234567"]),
    dirty_ids(),
)


SHOWN = Layout(
    "shown", "", "", tuple(Column(kind, kind, kind) for kind in ("text", "phone", "account", "id_no"))
)


@given(st.lists(CELLS, min_size=150, max_size=150, unique=True))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=5)
def test_what_is_plainly_right_would_be_read_as_it_stands(
    duck: Engine, tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    """The short way past `typed_cells_<register>` and the long way through it say the same."""
    work = tmp_path_factory.mktemp("plain")
    columns = ", ".join(f"cell as {column.name}" for column in SHOWN.columns)
    duck.con.execute("CREATE OR REPLACE TABLE delivered AS SELECT unnest(?::VARCHAR[]) AS cell", [cells])
    duck.con.execute(f"CREATE OR REPLACE VIEW raw_shown AS SELECT {columns} FROM delivered")
    duck.con.execute("CREATE OR REPLACE TABLE regions (code VARCHAR, valid_to INTEGER, successor VARCHAR)")
    duck.con.execute("INSERT INTO regions VALUES ('110000', 99991231, NULL)")
    every = {kind: replace(reading, plain=None) for kind, reading in readings().items()}
    found = []
    for ways in (every, readings()):
        with patch.object(sqlcells, "readings", lambda ways=ways: ways):
            step = sqlcells.cells_step(SHOWN)
        duck.build("typed_cells_shown", step.sql, work / "cells.parquet", {"period_end": 20200531})
        rows = duck.rows("select col, cell, text, id18, id_class, mark from typed_cells_shown")
        found.append({row[:2]: row[2:] for row in rows})
    assert len(found[0]) == 4 * len(cells) > len(found[1])
    for col, cell in found[0].keys() - found[1].keys():
        number = (cell, "valid") if col == "id_no" else (None, None)
        assert found[0][col, cell] == (cell, *number, None)
    assert all(found[0][place] == row for place, row in found[1].items())
