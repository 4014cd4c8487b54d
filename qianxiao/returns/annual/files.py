"""The form of a unit, and the merged one, as a workbook and as a print in the look of an official form (19-17-06)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import override

from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.pdf import write_pdf
from qianxiao.engine.files.words import Words
from qianxiao.returns.annual import layout
from qianxiao.returns.annual.queries import Shown

# an official form is Chinese, whatever the reader's language
_GROUPS = {
    "A": "A 工作方案与双重点", "B": "B 技工教育", "C": "C 职业培训", "D": "D 资金落实", "E": "E 对口支援", "F": "F 校企合作",
    "G": "G 宣传", "H": "H 情况与建议",
}  # fmt: skip
SIGNERS = ("填表人", "审核人", "负责人", "填报日期")


@dataclass
class Paper:
    """What is printed. signers: in the order of SIGNERS; adjusted: (unit, line, column, as computed, adjustment, reason)."""

    body: dict[str, Any]
    place: str
    year: int
    month: int  # yyyymm of the figures
    values: Shown
    words: dict[str, str] = field(default_factory=dict)  # of cells that are text
    signers: tuple[str, ...] = ()
    state: str = ""
    adjusted: list[tuple[str, ...]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # explanations of checks
    units: list[tuple[Any, ...]] = field(default_factory=list)  # of a merge: unit, state, sent on, days late


def _lines(paper: Paper) -> Iterable[tuple[str, ...]]:
    """Code, line, unit, one text per column, clause."""
    words = Words()
    for cell in layout.cells(paper.body):
        if cell.source == "text":
            shown = [paper.words.get(cell.code, ""), *[""] * (len(paper.body["columns"]) - 1)]
        else:
            shown = [layout.text(cell, paper.values[column["code"]]) for column in paper.body["columns"]]
        yield cell.code, cell.said, cell.unit, *shown, words.clause(cell.clause)


def _notes(paper: Paper) -> list[str]:
    notes = ["本表版式为根据通知要求重建（通知附件原表未取得）；金额单位为万元。"]
    notes += ["数字由登记册逐人汇总，每个数字等于其名单人数；累计为起算日以来去重人数，不是各月相加。"]
    if paper.adjusted:
        notes += ["调整（已计入上表，系统计算数另存）："]
        notes += [
            f"{unit} {line} {column}：计算 {computed}，调整 {delta}；{reason}"
            for unit, line, column, computed, delta, reason in paper.adjusted
        ]
    if paper.said:
        notes += ["校验说明：", *paper.said]
    return notes


def workbook(paper: Paper, path: Path) -> None:
    """Write the workbook: the form, the adjustments, of a merge its units. Raises OSError."""
    with override("zh-hans"), Book(path) as book:
        names = [column["zh"] for column in paper.body["columns"]]
        signed = "　".join(
            f"{label}：{name}" for label, name in zip(SIGNERS, paper.signers, strict=False) if name
        )
        book.sheet(
            "进展情况表",
            f"{paper.body['zh']}（{paper.place}，{paper.year}年度）",
            f"填报单位：{paper.place}　年度：{paper.year}　统计截止：{_cut_off(paper)}　{signed}　{paper.state}",
            [Column("代码", 8), Column("指标", 46), Column("单位", 8), *[Column(name, 16) for name in names], Column("依据", 30)],
            _lines(paper),
        )  # fmt: skip
        book.sheet(
            "手工调整",
            "手工调整",
            "调整单列，系统计算数不变。",
            [Column("单位", 24), Column("指标", 46), Column("列", 20), Column("计算数", 16), Column("调整", 16), Column("原因", 60)],
            paper.adjusted,
        )  # fmt: skip
        book.sheet(
            "说明", "说明", "填表说明与校验说明。", [Column("内容", 100)], ((text,) for text in _notes(paper))
        )
        if paper.units:
            book.sheet(
                "报送情况",
                "报送情况",
                "汇总只计入已报送的单位。",
                [
                    Column("单位", 24),
                    Column("状态", 16),
                    Column("报送日期", 16),
                    Column("迟报天数", 12, "int"),
                ],
                paper.units,
            )


def _cut_off(paper: Paper) -> str:
    return f"{paper.month // 100}年{paper.month % 100}月"


def printed(paper: Paper, path: Path) -> None:
    """Write the PDF. Raises RuntimeError without the Chinese fonts, OSError."""
    rows: list[dict[str, Any]] = []
    group = ""
    with override("zh-hans"):
        for line in _lines(paper):
            if line[0][0] != group:
                group = line[0][0]
                rows.append({"kind": "group", "text": _GROUPS.get(group, group)})
            rows.append({"kind": "row", "cells": list(line)})
    heads: list[tuple[str, int, str]] = [("代码", 13, "center"), ("指标", 0, "left"), ("单位", 13, "center")]
    heads += [(column["zh"], 27, "right") for column in paper.body["columns"]] + [("依据", 46, "left")]
    late = [f"{unit[0]}（{unit[1]}）" for unit in paper.units if not unit[2]]
    data = {
        "title": paper.body["zh"],
        "subtitle": "人社部发〔2019〕2号附件（版式重建）",
        "filling": [f"填报单位（盖章）：{paper.place}", f"年度：{paper.year}", f"统计截止：{_cut_off(paper)}", "金额单位：万元", paper.state],
        "columns": [{"title": name, "width": width, "align": align} for name, width, align in heads],
        "rows": rows,
        "notes": [*_notes(paper), *([f"未计入：{'、'.join(late)}"] if late else [])],
        "signatures": list(SIGNERS),
        "signed": list(paper.signers),
        "footer": "由登记册自动生成，每个数字都有名单",
        "form_no": "19-17-06",
    }  # fmt: skip
    write_pdf("official", data, path)
