"""Two small registers as their owners deliver them: registered people, trainees with numbers that are somebody else's."""

import csv
from pathlib import Path

from tests.link.cast import number

POOR = ("人编号", "户编号", "行政区划代码", "姓名", "性别", "证件号码", "联系电话", "识别时间")
TRAINEES = (
    "学员编号", "班级编号", "机构代码", "开班地区", "姓名", "性别", "身份证号", "联系电话", "户籍地区划", "职业工种代码",
    "开班日期", "结业结果",
)  # fmt: skip
VILLAGES = ("621126100001", "621126101201")
ORG = "91620000MA0000001T"
PEOPLE = 240
# trainee → the person whose number it carries; the names differ wholly, so that only a person can decide
BORROWED = {"T1": 11, "T2": 22, "T3": 33, "T4": 44, "T5": 55}
OTHERS = dict(zip(BORROWED, ("欧阳青峰", "司马万里", "诸葛长空", "上官飞雪", "慕容晓光"), strict=True))


def number_of(i: int) -> str:
    """The ID number of a registered person."""
    return number((1960 + i % 40) * 10000 + (1 + i % 12) * 100 + 1 + i % 28, i)


def person_of(rec_id: str) -> str:
    """The registered person a trainee's row may mean."""
    return f"P{BORROWED[rec_id]:05d}"


def write(folder: Path, names: dict[str, str] | None = None) -> Path:
    """The registers of a month; names: other names of some trainees. Returns the folder."""
    folder.mkdir(parents=True)
    surnames, given = "赵钱孙李周吴郑王冯陈", "国建文玉秀桂兰芳军强霞平明华"
    poor = [
        (
            f"P{i:05d}", f"H{i // 3:04d}", VILLAGES[i % 2], surnames[i % 10] + given[i // 10 % 14] + given[i // 7 % 14],
            "男" if i % 2 else "女", number_of(i), f"1390000{i:04d}", "2014-05-01",
        )
        for i in range(PEOPLE)
    ]  # fmt: skip
    told = OTHERS | (names or {})
    rows = [
        (rec, "K1", ORG, "621126", told[rec], "", number_of(i), "", "", "6-01-01-01", "2020-04-01", "合格")
        for rec, i in BORROWED.items()
    ]
    rows += [
        (f"N{i}", "K1", ORG, "621126", line[3], line[4], line[5], line[6], line[2], "6-01-01-01", "2020-04-01", "合格")
        for i, line in enumerate(poor[100:160])
    ]  # fmt: skip
    _csv(folder / "建档立卡贫困人口.csv", POOR, poor)
    _csv(folder / "职业培训实名制学员.csv", TRAINEES, rows)
    return folder


def _csv(path: Path, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
