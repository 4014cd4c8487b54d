"""More rows for the second month, so that every indicator has somebody to count: one person a code, by the code tables."""

import csv
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from qianxiao.base.reference import code_table
from qianxiao.engine.files.tables import Tables

Rows = list[dict[str, str]]
_GROWN = "birth BETWEEN 19700101 AND 19950101"
_YOUNG = "birth BETWEEN 20000101 AND 20030101"


def _people(tables: Tables, born: str) -> Iterator[tuple[str, str, str]]:
    """Name, number, county of registered people in the order of their numbers, over and over."""
    sql = f"SELECT name, id18, county FROM persons WHERE id18 IS NOT NULL AND {born} ORDER BY person_no"
    return cycle([(str(name), str(number), str(county)) for name, number, county in tables.rows(sql)])


def _trained(people: Iterator[tuple[str, str, str]], org: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A class of every type and mode, and for two of them the job that followed: one employed, one in business."""
    kinds = [(kind.zh, "补贴目录") for kind in code_table("train_type").values()]
    kinds += [("岗位技能培训", mode.zh) for mode in code_table("train_mode").values()]
    for n, (kind, mode) in enumerate(kinds):
        name, number, county = next(people)
        yield "trainees", {
            "学员编号": f"ZT{n}", "班级编号": f"ZC{n}", "机构代码": org, "开班地区": county, "姓名": name, "身份证号": number, "职业工种代码": "6-29-01-01",
            "培训类型": kind, "培训方式": mode, "开班日期": "2020-04-01", "结业日期": "2020-04-20", "结业结果": "合格", "收费金额(元)": "0",
        }  # fmt: skip
        form = ("单位就业", "自主创业")[n % 2]
        yield "employment", {
            "记录编号": f"ZE{n}", "姓名": name, "身份证号": number, "户籍地区划": county, "就业状态": "已就业", "就业形式": form, "就业地区划": county,
            "开始日期": "2020-05-06", "核实日期": "2020-06-01",
        }  # fmt: skip


def _studied(people: Iterator[tuple[str, str, str]], school: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A pupil of every stage, and graduates of whom one found work."""
    kinds = [(stage.zh, "在籍", "") for stage in code_table("school_stage").values()]
    kinds += [("中级", "毕业", "2020-04-10")] * 2
    for n, (stage, status, day) in enumerate(kinds):
        name, number, county = next(people)
        yield "students", {
            "学籍号": f"ZX{n}", "学校代码": school, "姓名": name, "身份证号": number, "学籍类别": "全日制", "入学年月": "2019-09", "培养层次": stage,
            "户籍所在地区划": county, "学籍状态": status, "状态日期": day,
        }  # fmt: skip
    yield "employment", {
        "记录编号": "ZEX", "姓名": name, "身份证号": number, "户籍地区划": county, "就业状态": "已就业", "就业形式": "单位就业", "就业地区划": county,
        "开始日期": "2020-05-06", "核实日期": "2020-06-01",
    }  # fmt: skip


def _paid(people: Iterator[tuple[str, str, str]]) -> Iterator[tuple[str, dict[str, str]]]:
    """A payment of every item and from every fund."""
    kinds = [(item.zh, "就业补助资金") for item in code_table("aid_item").values()]
    kinds += [("职业培训补贴", fund.zh) for fund in code_table("fund").values()]
    for n, (item, fund) in enumerate(kinds):
        name, number, county = next(people)
        yield "payments", {
            "发放编号": f"ZF{n}", "补贴项目": item, "姓名": name, "身份证号": number, "发放地区划": county, "金额(元)": f"{100 + n}.00",
            "支付对象": "个人", "支付日期": "2020-06-10", "支付状态": "已到账", "资金来源": fund,
        }  # fmt: skip


def add(first: Path, month: Path) -> None:
    """Write the rows beside a month's registers; `first` is the folder of an earlier month's close, which knows the people."""
    tables = Tables(first / "tables")
    grown, young = _people(tables, _GROWN), _people(tables, _YOUNG)
    school, trainer = (
        str(tables.rows(f"SELECT min(org_code) FROM clean_schools WHERE org_type IN ({kinds})")[0][0])
        for kinds in ("'1', '2', '3'", "'4'")
    )
    files: dict[str, Rows] = {}
    for register, row in (*_trained(grown, trainer), *_studied(young, school), *_paid(grown)):
        files.setdefault(register, []).append(row)
    for n, kind in enumerate(code_table("cert_kind").values()):
        name, number, _county = next(grown)
        files.setdefault("certificates", []).append({
            "证书编号": f"ZZ{n}", "证书种类": kind.zh, "姓名": name, "身份证号": number, "职业工种代码": "6-29-01-01", "等级": "初级", "发证日期": "2020-05-10",
        })  # fmt: skip
    for register, rows in files.items():
        with (month / f"{register}-more.csv").open("w", encoding="utf-8", newline="") as stream:
            out = csv.DictWriter(stream, list(rows[0]))
            out.writeheader()
            out.writerows(rows)
