"""The progress form of a unit (《技能脱贫千校行动进展情况表》, 19-17-06): figures, checks, xlsx and PDF.

The layout is data (policies/forms); the annex of the notice is not held, so the form says that it is a reconstruction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.engine.close.parameters import load_yaml
from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.checks import failed_checks
from qianxiao.engine.files.pdf import write_pdf
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words

Figures = dict[
    str, dict[str, int | None]
]  # column → cell code → figure (fen for amounts), None when typed by hand
_FEN_IN_WAN = 1_000_000
_GROUPS = {
    "A": "A 工作方案与双重点",
    "B": "B 技工教育",
    "C": "C 职业培训",
    "D": "D 资金落实",
    "E": "E 对口支援",
    "F": "F 校企合作",
    "G": "G 宣传",
    "H": "H 情况与建议",
}
_FORM_CELLS = """select indicator, span, area, people, times, amount from form_cells where region = :region"""


@dataclass(frozen=True)
class Line:
    """A printed line: code, item, unit, one text per column, clause."""

    code: str
    item: str
    unit: str
    shown: tuple[str, ...]
    clause: str


@cache
def definition(name: str = "progress-2019") -> dict[str, Any]:
    """A form as declared in policies/forms."""
    return load_yaml(POLICIES / "forms" / f"{name}.yaml")


def figures(tables: Tables, form: dict[str, Any], region: str) -> Figures:
    """Every computed figure of a unit, by column and cell; ratios are kept as their two parts."""
    held = {(r[0], r[1], r[2]): r[3:] for r in tables.rows(_FORM_CELLS, {"region": region})}
    places = {"people": 0, "times": 1, "amount": 2}
    found: Figures = {}
    for column in form["columns"]:
        one: dict[str, int | None] = {}
        for cell in (cell for item in form["items"] for cell in item["cells"]):
            origin = cell.get("from")
            if origin is None:
                one[cell["code"]] = None
                continue
            row = held.get((origin["indicator"], column["span"], column["area"]))
            one[cell["code"]] = int(row[places[origin["measure"]]] or 0) if row else 0
        found[column["code"]] = one
    return found


def figure_text(cell: dict[str, Any], values: dict[str, int | None]) -> str:
    """One figure as printed: people plain, fen in 万元 with two places (half up), ratios in per cent."""
    if "ratio" in cell:
        part, whole = (values[code] for code in cell["ratio"])
        return f"{(part or 0) * 100 / whole:.1f}" if whole else "—"
    value = values[cell["code"]]
    if value is None:
        return ""
    if cell["unit"] == "万元":
        hundredths = (value + _FEN_IN_WAN // 200) // (_FEN_IN_WAN // 100)
        return f"{hundredths // 100:,}.{hundredths % 100:02d}"
    return f"{value:,}"


def lines(form: dict[str, Any], found: Figures, words: Words) -> Iterator[Line]:
    """The form's lines in order."""
    for item in form["items"]:
        for cell in item["cells"]:
            name = item["zh"] if len(item["cells"]) == 1 else f"{item['zh']}：{cell['zh']}"
            shown = tuple(figure_text(cell, found[column["code"]]) for column in form["columns"])
            yield Line(cell["code"], name, cell["unit"], shown, words.clause(item["clause"]))


def write_form(tables: Tables, words: Words, region: str, period: int, folder: Path) -> list[str]:
    """A unit's form as xlsx and PDF; returns the texts of the checks that fail."""
    form = definition()
    found = figures(tables, form, region)
    place = words.place(region)
    printed = list(lines(form, found, words))
    faults = failed_checks(form, found)
    stem = folder / f"进展情况表_{period // 100}-{period % 100:02d}_{region}_{place}"
    columns = [column["zh"] for column in form["columns"]]
    notes = ["本表版式为根据通知要求重建（通知附件原表未取得），空格由填报单位手工填写；金额单位为万元。"]
    notes += ["数字由登记册逐人汇总，每个数字等于其名单人数；累计为起算日以来去重人数，不是各月相加。"]
    with Book(stem.with_suffix(".xlsx")) as book:
        book.sheet(
            "进展情况表",
            f"{form['zh']}（{place}，截至{period // 100}年{period % 100}月）",
            notes[0],
            [
                Column("代码", 8),
                Column("指标", 46),
                Column("单位", 8),
                *[Column(name, 16) for name in columns],
                Column("依据", 30),
            ],
            ((line.code, line.item, line.unit, *line.shown, line.clause) for line in printed),
        )
        book.sheet(
            "逻辑校验",
            "逻辑校验",
            "列出未通过的校验；没有列出的都已通过。",
            [Column("问题", 100)],
            ((text,) for text in faults),
        )
    write_pdf(
        "official", _printed(form, place, period, columns, printed, notes, faults), stem.with_suffix(".pdf")
    )
    return faults


def _printed(
    form: dict[str, Any],
    place: str,
    period: int,
    columns: list[str],
    printed: list[Line],
    notes: list[str],
    faults: list[str],
) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    group = ""
    for line in printed:
        if line.code[0] != group:
            group = line.code[0]
            rows.append({"kind": "group", "text": _GROUPS.get(group, group)})
        rows.append({"kind": "row", "cells": [line.code, line.item, line.unit, *line.shown, line.clause]})
    heads = [("代码", 13, "center"), ("指标", 0, "left"), ("单位", 13, "center")]
    heads += [(name, 27, "right") for name in columns] + [("依据", 46, "left")]
    checked = ["逻辑校验：" + ("；".join(faults) if faults else "全部通过。")]
    return {
        "title": form["zh"],
        "subtitle": "人社部发〔2019〕2号附件（版式重建）",
        "filling": [
            f"填报单位（盖章）：{place}",
            f"年度：{period // 100}",
            f"统计截止月：{period // 100}年{period % 100}月",
            "金额单位：万元",
        ],
        "columns": [{"title": name, "width": width, "align": align} for name, width, align in heads],
        "rows": rows,
        "notes": [*notes, *checked],
        "signatures": ["填表人", "审核人", "负责人", "填报日期"],
        "footer": "由登记册自动生成，每个数字都有名单",
        "form_no": "19-17-06",
    }
