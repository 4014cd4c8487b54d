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
_LINES = """select d.county, w.said as place, c.said as class, coalesce(p.name, '') as name, r.said as register, d.rec_id,
      d.amount
    from differences d left join persons p on p.person_no = d.person_key
    left join diff_place w on w.county is not distinct from d.county left join diff_class c on c.class = d.class
    left join diff_register r on r.register is not distinct from d.register
    where d.month = :month order by d.county, d.class, d.register, d.rec_id, d.person_key, d.programme, d.amount"""

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
_LINE_COLUMNS = {
    "place": Column("地区", 18),
    "class": Column("差异类别", 34),
    "name": Column("姓名", 14),
    "register": Column("登记册", 20),
    "rec_id": Column("记录编号", 26),
    "amount": Column("金额（元）", 14, "yuan"),
}


class Reconciliation:
    """One month's reconciliation: the whole, and the part of each county that has differences."""

    def __init__(self, tables: Tables, words: Words, period: int) -> None:
        self.tables, self.words, self.period = tables, words, period
        of_month = f"differences where month = {period:d}"
        tables.label("diff_place", f"select county from {of_month}", words.place)
        tables.label("diff_class", f"select class from {of_month}", words.difference)
        tables.label("diff_register", f"select register from {of_month}", words.register)
        self.places = tables.keep("difference_lines", _LINES, ("county",), {"month": period})
        self.sums = tables.rows(_SUMS, {"month": period})
        self.classes = tables.rows(_CLASSES, {"month": period})

    @property
    def stem(self) -> str:
        """The name of the whole without its kind."""
        return f"月对账_{self.period // 100}-{self.period % 100:02d}"

    @property
    def count(self) -> int:
        """How many differences there are."""
        return sum(count for _, count in self.places.values())

    @property
    def counties(self) -> list[str]:
        """Counties with differences, in order."""
        return [key[0] for key in self.places if key[0]]

    @property
    def title(self) -> str:
        """What stands above the sums."""
        return f"职业技能提升行动培训月对账表（{self._month}）"

    @property
    def _month(self) -> str:
        return f"{self.period // 100}年{self.period % 100}月"

    def write(self, target: Path, county: str = "") -> int:
        """The workbook of the whole or of one county; returns the number of differences."""
        words = self.words
        sums, classes = (
            [row for row in rows if county in ("", row[0])] for rows in (self.sums, self.classes)
        )
        place = self.places[(county,)] if county else (0, self.count)
        lines = self.tables.stretch("difference_lines", _LINE_COLUMNS, [place]).lines(place)
        with Book(target) as book:
            book.sheet(
                "对账表",
                self.title,
                "上报数、实名制数、取证数、补贴数、就业平台数逐县逐项目对照；差异逐人列在后面的表里。依据：人社厅函〔2020〕81号第十一条。",
                _SUM_COLUMNS,
                ((words.place(r[0]), words.programme(r[1]), *r[2:], _verdict(r)) for r in sums),
            )
            book.sheet(
                "差异分类",
                f"差异分类（{self._month}）",
                "每类差异的条数、人数和金额，等于“差异明细”里同类行的合计。",
                _CLASS_COLUMNS,
                ((words.place(r[0]), words.difference(r[1]), *r[2:]) for r in classes),
            )
            return book.sheet(
                "差异明细",
                f"差异明细（{self._month}）",
                "逐人逐条，供县级核实；核实后的更正记入下一个开放月份。",
                list(_LINE_COLUMNS.values()),
                lines,
            )

    def write_pdf(self, target: Path) -> int:
        """The sums and classes of the whole, to be signed; returns how many sums there are."""
        printed = _printed(self.title, self._month, self.words, self.sums, self.classes)
        write_pdf("official", printed, target)
        return len(self.sums)


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
