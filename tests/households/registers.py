"""Two months of the register of poor people as its owner delivers it, with everything that can happen in between."""

import csv
from pathlib import Path

from tests.link.cast import number

HEAD = (
    "人编号", "户编号", "行政区划代码", "姓名", "性别", "证件号码", "与户主关系", "文化程度", "在校生状况", "健康状况", "劳动技能",
    "联系电话", "贫困户属性", "主要致贫原因", "脱贫属性", "脱贫年度", "识别时间", "监测对象类型", "风险消除时间", "银行账号",
)  # fmt: skip
STUDENTS = (
    "学籍号",
    "学校代码",
    "姓名",
    "性别",
    "身份证号",
    "学籍类别",
    "入学年月",
    "学籍状态",
    "培养层次",
    "学制",
)
SCHOOLS = ("统一社会信用代码", "名称", "机构类型", "办学层次", "所在地区划")
COUNTY, OTHER = "621126", "621223"
VILLAGE, NEXT, FAR = "621126100001", "621126101201", "621223100001"
SCHOOL = "12990001100000008W"
POOR_FILE = "建档立卡贫困人口.csv"
# what happens in June: daughter's telephone, the boy leaves school, a son marries into the other household,
# a worker loses the ability to work, one household is struck off, one is new, one moves to another county
SAME_MASK = ("15900000013", "15999990013")


def person(
    no: str, hh: str, place: str, name: str, birth: int, sex: str = "男", **more: str
) -> dict[str, str]:
    """A row by the headings of the register; ordinary where nothing is said."""
    told = {
        "人编号": no, "户编号": hh, "行政区划代码": place, "姓名": name, "性别": sex, "证件号码": number(birth, int(no[1:])),
        "与户主关系": "户主", "文化程度": "初中", "在校生状况": "非在校生", "健康状况": "健康", "劳动技能": "普通劳动力",
        "联系电话": f"159000000{no[1:]}", "贫困户属性": "一般贫困户", "主要致贫原因": "因学", "脱贫属性": "已脱贫(享受政策)",
        "脱贫年度": "2019", "识别时间": "2014-05-01", "监测对象类型": "", "风险消除时间": "", "银行账号": "",
    }  # fmt: skip
    return told | more


def may() -> dict[str, dict[str, str]]:
    """The register of May by person number."""
    child = {"与户主关系": "之子", "在校生状况": "九年级", "文化程度": "小学", "劳动技能": "无劳动力"}
    rows = [
        person("P11", "H1", VILLAGE, "杨大山", 19700101),
        person("P12", "H1", VILLAGE, "石秀兰", 19720202, "女", 与户主关系="配偶"),
        person("P13", "H1", VILLAGE, "杨秀梅", 20021010, "女", 与户主关系="之女", 联系电话=SAME_MASK[0]),
        person("P14", "H1", VILLAGE, "杨小军", 20041212, **child),
        person("P21", "H2", NEXT, "马玉芳", 19800303, "女", 监测对象类型="脱贫不稳定户"),
        person("P22", "H2", NEXT, "马小龙", 19990404, 与户主关系="之子"),
        person("P31", "H3", VILLAGE, "李有才", 19600505),
        person("P51", "H5", VILLAGE, "张搬迁", 19850606),
        person("P52", "H5", VILLAGE, "张小迁", 20080707, "女", 与户主关系="之女", 在校生状况="七年级", 文化程度="小学"),
        person("P61", "H6", FAR, "赵远方", 19750808, 脱贫属性="未脱贫", 脱贫年度=""),
    ]  # fmt: skip
    return {row["人编号"]: row for row in rows}


def june() -> dict[str, dict[str, str]]:
    """The register of June."""
    rows = may()
    del rows["P31"]
    rows["P13"]["联系电话"] = SAME_MASK[1]
    rows["P14"] |= {"在校生状况": "非在校生", "文化程度": "初中", "劳动技能": "弱劳动力或半劳动力"}
    rows["P21"]["劳动技能"] = "丧失劳动力"
    rows["P22"] |= {"户编号": "H1", "行政区划代码": VILLAGE, "与户主关系": "女婿"}
    for no in ("P51", "P52"):
        rows[no]["行政区划代码"] = FAR
    rows["P41"] = person("P41", "H4", VILLAGE, "陈新户", 19880909, 识别时间="2020-06-10")
    return rows


def write(folder: Path, rows: dict[str, dict[str, str]]) -> Path:
    """The registers of a month: the people, and one student to match. Returns the folder."""
    folder.mkdir(parents=True)
    _csv(folder / POOR_FILE, HEAD, [tuple(row[name] for name in HEAD) for row in rows.values()])
    girl = rows["P13"]
    student = ("X1", SCHOOL, "杨秀梅", "女", girl["证件号码"], "全日制", "2019-09", "在籍", "中级工", "3")
    _csv(folder / "技工院校学生学籍.csv", STUDENTS, [student])
    _schools(folder)
    return folder


def _schools(folder: Path) -> None:
    """A technical school, or the student would be at none."""
    _csv(folder / "院校和培训机构.csv", SCHOOLS, [(SCHOOL, "岷州技工学校", "技工学校", "省级重点", COUNTY)])


def _csv(path: Path, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
