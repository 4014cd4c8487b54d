"""A made-up roster of poor people: 25 columns, two rows in a hundred with a fault, as text and as a workbook."""

import csv
import os
from pathlib import Path

import duckdb
import xlsxwriter

from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.sqlparts import id_check

# Column → SQL over i (row number from 0), k (its hash), n (17 digits of its ID number).
_CELLS = {
    "person_no": "900000000000000 + i", "hh_no": "800000000000000 + i // 3", "region": "'621126' || (100200 + k % 40)",
    "village": "'第' || (k % 400) || '村'", "sex": "case when i % 2 = 0 then '男' else '女' end",
    "id_no": f"n || {id_check('n')}", "relation": "case when i % 3 = 0 then '户主' else '配偶' end", "ethnic": "'汉族'",
    "edu": "'初中'", "in_school": "'非在校生'", "health": "case when k % 9 = 0 then '残疾' else '健康' end",
    "labour": "'普通劳动力'", "phone": "13800000000 + k % 100000000", "hh_attr": "'一般贫困户'", "cause": "'缺技术'",
    "exit_status": "'已脱贫'", "exit_year": "2015 + k % 5", "identified_on": "strftime(date '2014-01-01' + (k % 900)::int, '%Y/%m/%d')",
    "hukou_type": "'农业'", "monitor_type": "null", "risk_cleared_on": "null", "bank_acct": "'62170' || (10000000000000 + i)",
    "change_type": "null", "change_date": "null",
}  # fmt: skip
_NAMES = "'杨张李马王'[1 + k % 5] || '秀建国桂文'[1 + k // 5 % 5] || '梅军花明兰'[1 + k // 25 % 5]"


def _text(path: Path, rows: int) -> None:
    """Faults: wrong check digit, unknown code, no such day, no name (this one keeps the row back)."""
    cells = _CELLS | {"name": f"case when i % 400 = 3 then null else {_NAMES} end"}
    cells["id_no"] = f"case when i % 100 = 7 then n || 'A' else {cells['id_no']} end"
    cells["sex"] = f"case when i % 250 = 11 then '不明' else {cells['sex']} end"
    cells["identified_on"] = f"case when i % 300 = 13 then '2015/02/30' else {cells['identified_on']} end"
    columns = ", ".join(f'{cells[c.name]} AS "{c.zh}"' for c in layouts()["poor"].columns)
    born = "strftime(date '1950-01-01' + (k % 18000)::int, '%Y%m%d')"
    people = f"SELECT *, ('990' || lpad((i // 1000 % 1000)::varchar, 3, '0') || {born} || lpad((i % 1000)::varchar, 3, '0'))::bigint AS n"
    people += f" FROM (SELECT i, (hash(i) % 1000000007)::bigint AS k FROM range({rows}) t(i))"
    part = path.with_suffix(".part")
    duckdb.sql(f"COPY (SELECT {columns} FROM ({people}) ORDER BY i) TO '{part}' (FORMAT csv, HEADER)")
    os.replace(part, path)


def _book(text: Path, path: Path) -> None:
    part = path.with_suffix(".part")
    with (
        xlsxwriter.Workbook(str(part), {"constant_memory": True}) as book,
        text.open(encoding="utf-8", newline="") as stream,
    ):
        page = book.add_worksheet("名单")
        for number, row in enumerate(csv.reader(stream)):
            for place, cell in enumerate(row):
                if cell:
                    page.write_string(number, place, cell)
    os.replace(part, path)


def make(folder: Path, rows: int, kind: str) -> Path:
    """The roster of that many rows as `csv` or `xlsx`, alone in a folder; made once."""
    text = folder / str(rows) / "csv" / "poor.csv"
    path = text if kind == "csv" else folder / str(rows) / "xlsx" / "poor.xlsx"
    for place in (text, path):
        place.parent.mkdir(parents=True, exist_ok=True)
    if not text.exists():
        _text(text, rows)
    if not path.exists():
        _book(text, path)
    return path
