"""A small folder of registers to read: writers for the files owners deliver, and the checks over them."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from qianxiao.engine.engines import Engine, open_engine
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.io.codes import CODE_TYPES, code_rows
from qianxiao.engine.io.giveback import write_faults
from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.read import FileRead, read_folder
from qianxiao.engine.run import Run

REGION_TYPES = {"code": "VARCHAR", "valid_to": "INTEGER", "successor": "VARCHAR"}
REGIONS = [
    ("620000", 99991231, None),
    ("621100", 99991231, None),
    ("621126", 99991231, None),
    ("622622", 19851231, "622429"),
    ("622429", 20031231, "621126"),
    ("621102", 20200531, "621126"),  # ends on the last day of the period: still today's code
]
GOOD_IDS = ("990001200305170126", "990001198802030212", "110105194912310021", "360426199101010071")
HEADERS = ["人编号", "户编号", "行政区划代码", "姓名", "性别", "证件号码", "联系电话", "识别时间", "健康状况"]
Row = Sequence[Any]


def poor(number: int, **changed: Any) -> list[Any]:
    """A good row of the poor register under HEADERS, with changes by header."""
    row = {
        "人编号": f"P{number:04d}",
        "户编号": f"H{number // 3:04d}",
        "行政区划代码": "621126100201",
        "姓名": "杨秀梅",
        "性别": "女",
        "证件号码": GOOD_IDS[number % 2] if number < 2 else "",
        "联系电话": "13800000000",
        "识别时间": "2014-05-01",
        "健康状况": "健康",
    } | changed
    return [row[header] for header in HEADERS]


def write_xlsx(
    path: Path, rows: Sequence[Row], sheet: str = "名单", others: Sequence[tuple[str, Sequence[Row]]] = ()
) -> Path:
    """Rows as they stand; text stays text."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        for name, lines in [(sheet, rows), *others]:
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
    return path


def write_csv(path: Path, rows: Sequence[Row], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


@dataclass
class Checked:
    """A folder that was read and checked."""

    reads: list[FileRead]
    engine: Engine
    folder: Path
    work: Path

    def faults(self, level: str = "") -> list[tuple[Any, ...]]:
        """(src_row, col, value, fault, level) in order."""
        sql = "select src_row, col, value, fault, level from faults order by src, sheet, src_row, col, fault"
        return [row for row in self.engine.rows(sql) if not level or row[4] == level]

    def clean(self, register: str, columns: str) -> list[tuple[Any, ...]]:
        return self.engine.rows(f"select {columns} from clean_{register} order by rec_id")

    def count(self, table: str, where: str = "true") -> int:
        return int(self.engine.rows(f"select count(*) from {table} where {where}")[0][0])

    def give_back(self) -> dict[str, Path]:
        out = self.work / "faults"
        return {
            path.relative_to(out).as_posix(): path
            for path in write_faults(self.engine, self.reads, self.folder, out)
        }

    def codes(self) -> list[str]:
        """Codes of what was said about whole files, notes left out."""
        return [item.code for read in self.reads for item in read.problems if item.level == "error"]


@contextmanager
def checked(
    folder: Path, work: Path, engine: str = "duckdb", registers: Sequence[str] = ("poor",)
) -> Iterator[Checked]:
    """Read a folder and run the checks of some registers for May 2020."""
    reads = read_folder(folder, work / "raw", work / "texts", lambda line: None)
    with open_engine(engine, work / "scratch") as opened:
        params = {"period": 202005, "period_start": 20200501, "period_end": 20200531}
        run = Run(opened, 202005, work / engine, work / "index", params, lambda line: None)
        for register in layouts():
            run.given(f"raw_{register}", work / "raw" / f"{register}.parquet")
        run.made("codes", CODE_TYPES, code_rows())
        run.made("regions", REGION_TYPES, REGIONS)
        run.build_all(check_steps(registers))
        yield Checked(reads, opened, folder, work)
