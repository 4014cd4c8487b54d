"""The monthly reconciliation (月对账, 20-11-02): reported = real-name = certified = paid, and every difference by person."""

from pathlib import Path
from typing import Any

from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.pdf import write_pdf
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words

_SUMS = """select county, programme, cast(sum(reported) as bigint), cast(sum(recorded) as bigint),
      cast(sum(certified) as bigint), cast(sum(paid_people) as bigint), cast(sum(paid_amount) as bigint),
      cast(sum(platform) as bigint)
    from reconciliation where month = :month group by county, programme order by county, programme"""
_CLASSES = """select county, class, count(*) as n, cast(sum(people) as bigint), cast(sum(coalesce(amount, 0)) as bigint)
    from differences where month = :month group by county, class order by county, class"""
_LINES = """select d.county, d.class, coalesce(p.name, ''), d.register, d.rec_id, d.amount
    from differences d left join persons p on p.person_no = d.person_key
    where d.month = :month order by d.county, d.class, d.register, d.rec_id, d.person_key"""


_SUM_COLUMNS = [
    Column("地区", 18),
    Column("项目", 14),
    Column("上报人数", 13, "int"),
    Column("实名制结业人数", 13, "int"),
    Column("取证人数", 13, "int"),
    Column("已付补贴人数", 13, "int"),
    Column("已付补贴（元）", 16, "yuan"),
    Column("就业平台有培训记录人数", 14, "int"),
    Column("是否一致", 10),
]
_CLASS_COLUMNS = [
    Column("地区", 18),
    Column("差异类别", 34),
    Column("条数", 10, "int"),
    Column("人数", 10, "int"),
    Column("金额（元）", 14, "yuan"),
]
_LINE_COLUMNS = [
    Column("地区", 18),
    Column("差异类别", 34),
    Column("姓名", 14),
    Column("登记册", 20),
    Column("记录编号", 26),
    Column("金额（元）", 14, "yuan"),
]


def write_reconciliation(tables: Tables, words: Words, period: int, folder: Path) -> int:
    """The reconciliation of one month as xlsx and PDF; returns the number of differences."""
    month = f"{period // 100}年{period % 100}月"
    sums = tables.rows(_SUMS, {"month": period})
    classes = tables.rows(_CLASSES, {"month": period})
    lines = tables.stream(_LINES, {"month": period})
    stem = folder / f"月对账_{period // 100}-{period % 100:02d}"
    title = f"职业技能提升行动培训月对账表（{month}）"
    with Book(stem.with_suffix(".xlsx")) as book:
        book.sheet(
            "对账表",
            title,
            "上报数、实名制数、取证数、补贴数、就业平台数逐县逐项目对照；差异逐人列在后面的表里。依据：人社厅函〔2020〕81号第十一条。",
            _SUM_COLUMNS,
            ((words.place(r[0]), words.programme(r[1]), *r[2:], _verdict(r)) for r in sums),
        )
        book.sheet(
            "差异分类",
            f"差异分类（{month}）",
            "每类差异的条数、人数和金额，等于“差异明细”里同类行的合计。",
            _CLASS_COLUMNS,
            ((words.place(r[0]), words.difference(r[1]), *r[2:]) for r in classes),
        )
        count = book.sheet(
            "差异明细",
            f"差异明细（{month}）",
            "逐人逐条，供县级核实；核实后的更正记入下一个开放月份。",
            _LINE_COLUMNS,
            (
                (words.place(r[0]), words.difference(r[1]), r[2], words.register(r[3]), r[4], r[5])
                for r in lines
            ),
        )
    write_pdf("official", _printed(title, month, words, sums, classes), stem.with_suffix(".pdf"))
    return count


def _verdict(row: tuple[Any, ...]) -> str:
    return "一致" if len(set(row[2:6])) == 1 else "有差异"


def _printed(
    title: str, month: str, words: Words, sums: list[tuple[Any, ...]], classes: list[tuple[Any, ...]]
) -> dict[str, Any]:
    heads = [
        ("地区", 34, "left"),
        ("项目", 0, "left"),
        ("上报人数", 22, "right"),
        ("实名制人数", 22, "right"),
    ]
    heads += [("取证人数", 22, "right"), ("补贴人数", 22, "right"), ("补贴金额（元）", 32, "right")]
    heads += [("平台人数", 22, "right"), ("结论", 18, "center")]
    rows: list[dict[str, Any]] = [{"kind": "group", "text": "一、四方数据对照"}]
    for row in sums:
        figures = [f"{value:,}" for value in row[2:6]] + [f"{row[6] / 100:,.2f}", f"{row[7]:,}"]
        rows.append(
            {"kind": "row", "cells": [words.place(row[0]), words.programme(row[1]), *figures, _verdict(row)]}
        )
    rows.append({"kind": "group", "text": "二、差异分类（条数、人数、金额）"})
    for row in classes:
        cells = [words.place(row[0]), words.difference(row[1]), f"{row[2]:,} 条", f"{row[3]:,} 人", "", ""]
        rows.append({"kind": "row", "cells": [*cells, f"{row[4] / 100:,.2f}", "", "待核实"]})
    return {
        "title": title,
        "subtitle": "依据：人社厅函〔2020〕81号第十一条",
        "filling": ["填报单位（盖章）：", f"对账月份：{month}", "金额单位：元"],
        "columns": [{"title": name, "width": width, "align": align} for name, width, align in heads],
        "rows": rows,
        "notes": [
            "注：结论“一致”指上报、实名制、取证、补贴四方人数相等；不一致的，差异明细逐人列在同名电子表格中。"
        ],
        "signatures": ["填表人", "审核人", "负责人", "填报日期"],
        "footer": "由登记册自动生成，每个数字都有名单",
        "form_no": "20-11-02",
    }
