"""An empty workbook of a register to fill in: text columns that keep long numbers, drop-downs for codes, notes."""

import io
from datetime import datetime
from functools import cache
from typing import Any

import xlsxwriter

from qianxiao.base.reference import code_table
from qianxiao.engine.io.layouts import Column, Layout

LISTS, NOTES = "代码", "填表说明"
_ROWS = 10_000  # rows whose cells carry a drop-down; below them the columns stay text
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the file format knows no zone
_TEXT_LENGTH = 255  # of a message beside a cell
_SAID = {
    "id_no": ("18 位身份证号或残疾人证号，文本格式", "18-character ID number, as text"),
    "uscc": ("18 位统一社会信用代码", "18-character credit code"),
    "region": ("2、4、6、9 或 12 位区划代码", "region code of 2, 4, 6, 9 or 12 digits"),
    "date": ("日期，如 2020-05-01", "a date, like 2020-05-01"),
    "month": ("年月，如 2020-05", "a month, like 2020-05"),
    "int": ("整数", "a whole number"),
    "yuan": ("金额，以元为单位，如 1500.00", "yuan, like 1500.00"),
    "phone": ("电话号码，文本格式", "telephone number, as text"),
    "account": ("银行账号，文本格式", "bank account, as text"),
    "code": ("从下拉列表里选", "choose from the list"),
    "codes": ("从“代码”表选，多个用顿号隔开", "values of the sheet 代码, several joined by 、"),
    "yesno": ("是或否", "是 or 否"),
}


def choices(column: Column) -> list[str]:
    """What a cell of a code column may hold, in the order of its table; empty for other columns."""
    if column.kind == "yesno":
        return ["是", "否"]
    return [one.zh for one in code_table(column.table).values()] if column.kind in ("code", "codes") else []


@cache
def template(layout: Layout) -> bytes:
    """The workbook: first the roster's sheet, then how to fill it in, then the lists. The same bytes every time."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED, "title": layout.zh})
        text = book.add_format({"num_format": "@"})
        head = {"bold": True, "num_format": "@", "bottom": 1}
        must = book.add_format({**head, "bg_color": "#FFF3C4"})
        may = book.add_format({**head, "bg_color": "#E8EEF4"})
        page, notes, lists = (book.add_worksheet(name) for name in (layout.zh, NOTES, LISTS))
        page.freeze_panes(1, 0)
        notes.write_row(0, 0, ("列", "必填", "填写要求", "Column", "How"), may)
        for sheet, widths in ((notes, (20, 6, 40, 18, 40)), (lists, ())):
            for place, width in enumerate(widths):
                sheet.set_column(place, place, width, text)
        listed = 0
        for place, column in enumerate(layout.columns):
            page.set_column(place, place, max(12, 2 * len(column.zh) + 2), text)
            page.write_string(0, place, column.zh, must if column.required else may)
            zh, en = _SAID.get(column.kind, ("文字", "text"))
            notes.write_row(
                place + 1, 0, (column.zh, "是" if column.required else "", zh, column.name, en), text
            )
            if offered := choices(column):
                lists.write_column(0, listed, [column.zh, *offered], text)
                if column.kind != "codes":
                    page.data_validation(1, place, _ROWS, place, _drop_down(column, listed, len(offered)))
                listed += 1
    return memory.getvalue()


def _drop_down(column: Column, place: int, count: int) -> dict[str, Any]:
    """A list beside the cell. Another value is warned of, not refused: the checks say what is wrong with it."""
    letter = xlsxwriter.utility.xl_col_to_name(place)
    return {
        "validate": "list",
        "source": f"={LISTS}!${letter}$2:${letter}${count + 1}",
        "error_type": "warning",
        "error_title": column.zh[:32],
        "error_message": _SAID["code"][0][:_TEXT_LENGTH],
    }
