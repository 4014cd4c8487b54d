"""One workbook per school or institution: its own people only, what changed, what to do (19-05-05)."""

from pathlib import Path

from qianxiao.base.masks import mask_id
from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words

_ORGS = """select f.org_code, coalesce(s.name, f.org_code) as name, s.region, count(*) as n
    from feedback f left join clean_schools s on s.org_code = f.org_code
    group by f.org_code, s.name, s.region order by f.org_code"""
_LINES = """select f.register, f.rec_id, f.name,
      m.id18,
      f.change, f.link_class, f.items_due, f.items_missing, f.missing, f.amount_missing, f.action
    from feedback f left join mentions m on m.register = f.register and m.rec_id = f.rec_id
    where f.org_code = :org order by f.register, f.rec_id"""
_COLUMNS = [
    Column("登记册", 18),
    Column("学籍号/学员编号", 26),
    Column("姓名", 14),
    Column("证件号码", 22),
    Column("变化", 12),
    Column("比对结论", 18),
    Column("应享项数", 9, "int"),
    Column("未到账项数", 10, "int"),
    Column("未到账项目", 34),
    Column("未到账（元）", 12, "yuan"),
    Column("请办理", 44),
]


def _items(words: Words, missing: str | None) -> str:
    """`雨露计划补助 2020S` for `rain_dew:2020S`."""
    parts = (part.split(":") for part in (missing or "").split(";") if part)
    return "；".join(" ".join([words.code("aid_item", item), *term]) for item, *term in parts)


def write_feedback(tables: Tables, words: Words, period: int, folder: Path) -> int:
    """All feedback workbooks of a month; returns how many lines they hold."""
    month = f"{period // 100}年{period % 100}月"
    count = 0
    for org, name, _region, _n in tables.rows(_ORGS):
        with Book(folder / f"{org}.xlsx") as book:
            count += book.sheet(
                "比对反馈",
                f"{name} {month}比对结果反馈",
                "只含本单位人员。请核对“请办理”一栏并回复；更正后的名册下月重新比对。依据：人社部发〔2019〕2号（五）。",
                _COLUMNS,
                (
                    (
                        words.register(r[0]),
                        r[1],
                        r[2],
                        mask_id(r[3]),
                        words.change(r[4]),
                        words.code("link_class", r[5]),
                        r[6],
                        r[7],
                        _items(words, r[8]),
                        r[9],
                        words.feedback(r[10]),
                    )
                    for r in tables.stream(_LINES, {"org": org})
                ),
            )
    return count
