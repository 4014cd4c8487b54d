"""Writes registers the way their owners deliver them: their headers, labels, date styles, encodings, workbooks."""

import codecs
import csv
import datetime as dt
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

from qianxiao.base.paths import REFERENCE
from qianxiao.base.yamlfile import read_yaml
from qianxiao.demo.settings import COVERED, SQL, load
from qianxiao.demo.world import Connection
from qianxiao.engine.sqltext import Scalar, literal, render

LAYOUTS = Path(__file__).resolve().parents[1] / "engine" / "io" / "layouts"
FIXED = dt.datetime(
    2020, 1, 1, tzinfo=dt.UTC
)  # creation time written into workbooks: equal input, equal bytes
# Rows shown: those of the province's own registers, those that belong to another province's, or both.
HOME, AWAY, BOTH = 0, 1, 2
# Which column carries an unknown label or an impossible date in a row that is bad.
_CODE_SPOT = {
    "poor": "relation",
    "students": "status",
    "trainees": "result",
    "employment": "state",
    "intentions": "kind",
}
_DATE_SPOT = {
    "poor": "identified_on",
    "students": "enrol_month",
    "trainees": "start",
    "employment": "confirmed_on",
    "insurance": "from_month",
    "intentions": "contact_date",
}


def layout(register: str) -> list[dict[str, Any]]:
    """Columns of a register's layout."""
    data = read_yaml(LAYOUTS / f"{register}.yaml")
    columns: list[dict[str, Any]] = data["columns"]
    return columns


@cache
def _codes(table: str) -> list[dict[str, str]]:
    with (REFERENCE / "codes" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def load_codes(con: Connection) -> None:
    """Table `codes` (code_table, code, zh) from reference/codes."""
    paths = "[" + ", ".join(literal(str(p)) for p in sorted((REFERENCE / "codes").glob("[a-z]*.csv"))) + "]"
    con.execute(
        "CREATE TABLE codes AS SELECT parse_filename(filename, true) AS code_table, code, zh"
        f" FROM read_csv({paths}, all_varchar = true, header = true, filename = true, union_by_name = true)"
    )


def _date_text(column: str, style: str) -> str:
    """SQL text of a date in the register's own style; a few rows use another one."""
    styles = {
        "2015-03-06": f"strftime({column}, '%Y-%m-%d')",
        "2015/03/06": f"strftime({column}, '%Y/%m/%d')",
        "20150306": f"strftime({column}, '%Y%m%d')",
        "2015.3.6": f"strftime({column}, '%Y.%-m.%-d')",
        "2015年3月6日": f"strftime({column}, '%Y年%-m月%-d日')",
    }
    odd = int(load("files")["odd_dates"])
    others = [text for name, text in styles.items() if name != style]
    arms = " ".join(f"WHEN {number} THEN {text}" for number, text in enumerate(others))
    return f"CASE WHEN hit(q.i, 'date style', {odd}) THEN CASE h(q.i, 'style') % {len(others)} {arms} END ELSE {styles[style]} END"


def _label(table: str, code: str) -> str:
    """SQL text of the label a register prints for a code. A CASE, not a join: rows stay in their order."""
    arms = " ".join(f"WHEN {literal(row['code'])} THEN {literal(row['zh'])}" for row in _codes(table))
    return f"CASE {code} {arms} END"


def _cell(register: str, column: dict[str, Any], style: str) -> str:
    """SQL text of a cell of one column of a layout."""
    name, kind = column["name"], str(column["type"])
    spot = f'q."{name}"'
    if kind.startswith("code:") or kind == "yesno":
        text = _label(kind.removeprefix("code:"), f"{spot}::VARCHAR")
    elif kind.startswith("codes:"):
        table = kind.removeprefix("codes:")
        parts = ", ".join(_label(table, f"split_part({spot}, ';', {number})") for number in (1, 2))
        text = f"nullif(concat_ws('、', {parts}), '')"
    elif kind == "date":
        text = _date_text(spot, style)
    elif kind == "month":
        text = f"({spot} // 100)::VARCHAR || '-' || lpad(({spot} % 100)::VARCHAR, 2, '0')"
    elif kind == "yuan":
        text = f"({spot} // 100)::VARCHAR || '.' || lpad(({spot} % 100)::VARCHAR, 2, '0')"
    else:
        text = f"{spot}::VARCHAR"
    if _CODE_SPOT.get(register) == name:
        text = f"CASE WHEN q.bad = 'unknown_code' THEN '待核(' || (q.i % 9)::VARCHAR || ')' ELSE {text} END"
    if _DATE_SPOT.get(register) == name:
        text = f"CASE WHEN q.bad = 'bad_date' THEN '2020-13-4' || (q.i % 10)::VARCHAR ELSE {text} END"
    return text


def month_params(period: int) -> dict[str, Scalar]:
    """Parameters of a month's delivery: :period (yyyymm), :month_end (quoted date), :now (its place among them), :away (see HOME)."""
    year, month = divmod(period, 100)
    end = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return {"period": period, "month_end": end.isoformat(), "now": COVERED.index(period) + 1, "away": HOME}


def month_sql(register: str, params: dict[str, Scalar]) -> str:
    """The rows of a register in a month, still typed: `i`, `rec`, `bad` and the layout's columns."""
    return render((SQL / "out" / f"{register}.sql").read_text(encoding="utf-8"), params)


def delivered_sql(register: str, params: dict[str, Scalar], also: str = "") -> str:
    """The rows of a register in a month as text under the layout's Chinese headers, in the order of the rows' own SQL.

    Registers of persons are stored in their order; the SQL of the small ones ends with ORDER BY.
    """
    style = str(load("files")["registers"][register]["date"])
    cells = ", ".join(f'{_cell(register, column, style)} AS "{column["zh"]}"' for column in layout(register))
    return f"SELECT {cells}{also} FROM ({month_sql(register, params)}) q"


def _write_xlsx(con: Connection, sql: str, target: Path, title: str | None) -> int:
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(target), options) as book:
        book.set_properties({"created": FIXED})
        sheet = book.add_worksheet("Sheet1")
        cursor = con.execute(sql)
        headers = [str(column[0]) for column in cursor.description or []]
        top = 0
        if title:
            sheet.merge_range(
                0, 0, 0, len(headers) - 1, title, book.add_format({"bold": True, "align": "center"})
            )
            top = 1
        sheet.write_row(top, 0, headers)
        row = top
        while block := cursor.fetchmany(5000):
            for values in block:
                row += 1
                for number, value in enumerate(values):
                    if value is not None:
                        sheet.write_string(row, number, value)
        return row - top


def _transcode(source: Path, target: Path, encoding: str) -> None:
    """UTF-8 to another encoding in blocks; what it cannot say becomes '?', as in the owner's own export."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open("rb") as read, target.open("wb") as write:
        while block := read.read(1 << 20):
            write.write(decoder.decode(block).encode(encoding, errors="replace"))


def _copy(con: Connection, sql: str, target: Path, options: str) -> int:
    return int(con.execute(f"COPY ({sql}) TO {literal(str(target))} ({options})").fetchall()[0][0])


def write(con: Connection, sql: str, target: Path, kind: str, title: str | None = None) -> int:
    """Write one file; returns its rows. Kinds: xlsx, gbk, bom, csv, parquet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "xlsx":
        return _write_xlsx(con, sql, target, title)
    if kind == "parquet":
        return _copy(con, sql, target, "FORMAT parquet, COMPRESSION zstd")
    if kind == "csv":
        return _copy(con, sql, target, "FORMAT csv, HEADER")
    plain = target.with_name(target.name + ".utf8")
    rows = _copy(con, sql, plain, "FORMAT csv, HEADER")
    if kind == "gbk":
        _transcode(plain, target, "gbk")
    else:
        with plain.open("rb") as read, target.open("wb") as out:
            out.write(codecs.BOM_UTF8)
            shutil.copyfileobj(read, out, 1 << 20)
    plain.unlink()
    return rows


def file_kind(register: str, size: str, wanted: str, rows: int = 0) -> str:
    """The format of a register's file: what was asked for, else the habit of its owner at this size of world."""
    files = load("files")
    habit = (
        "xlsx"
        if size == "village"
        else str(files["registers"][register]["county" if size == "county" else "large"])
    )
    kind = habit if wanted == "mixed" else wanted
    return "csv" if kind == "xlsx" and rows > int(files["xlsx_rows"]) else kind


def deliver(
    con: Connection,
    params: dict[str, Scalar],
    folder: Path,
    register: str,
    size: str,
    wanted: str,
) -> int:
    """Write one register of one month; returns its rows. An owner with nothing to tell delivers no file."""
    kind = file_kind(register, size, wanted)
    if kind == "xlsx":  # only a workbook must know its rows before it is begun
        found = con.execute(f"SELECT count(*) FROM ({month_sql(register, params)})").fetchall()
        kind = file_kind(register, size, wanted, int(found[0][0]))
    name = load("files")["registers"][register]
    ending = {"xlsx": "xlsx", "parquet": "parquet"}.get(kind, "csv")
    target = folder / f"{name['stem']}.{ending}"
    rows = write(con, delivered_sql(register, params), target, kind, name["title"])
    if not rows:
        target.unlink()
    return rows
