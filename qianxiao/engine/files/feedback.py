"""One workbook per school or institution: its own people only, what changed, what to do (19-05-05)."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from qianxiao.engine.files.book import Book, Column, file_name
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words
from qianxiao.engine.sheets.jobs import Job
from qianxiao.engine.sheets.lines import Lines

_ORGS = """select f.org_code, coalesce(s.name, f.org_code, '')
    from (select distinct org_code from feedback) f left join clean_schools s on s.org_code = f.org_code
    order by f.org_code, s.name"""
_LINES = """select f.org_code, r.said as register, f.rec_id, f.name, masked(m.id18) as number, h.said as change,
      l.said as link_class, f.items_due, f.items_missing, i.said as missing, f.amount_missing, a.said as action
    from feedback f left join (select * from mentions where {registers}) m
      on m.register = f.register and m.rec_id = f.rec_id
    left join told_register r on r.register = f.register
    left join told_change h on h.change is not distinct from f.change
    left join told_class l on l.link_class is not distinct from f.link_class
    left join told_missing i on i.missing is not distinct from f.missing
    left join told_action a on a.action is not distinct from f.action
    order by f.org_code, f.register, f.rec_id"""
_COLUMNS = {
    "register": Column("登记册", 18),
    "rec_id": Column("学籍号/学员编号", 26),
    "name": Column("姓名", 14),
    "number": Column("证件号码", 22),
    "change": Column("变化", 12),
    "link_class": Column("比对结论", 18),
    "items_due": Column("应享项数", 9, "int"),
    "items_missing": Column("未到账项数", 10, "int"),
    "missing": Column("未到账项目", 34),
    "amount_missing": Column("未到账（元）", 12, "yuan"),
    "action": Column("请办理", 44),
}


_BATCH = 32  # institutions whose lines one thread reads with one query


def _items(words: Words, missing: str | None) -> str:
    """`雨露计划补助 2020S` for `rain_dew:2020S`."""
    parts = (part.split(":") for part in (missing or "").split(";") if part)
    return "；".join(" ".join([words.code("aid_item", item), *term]) for item, *term in parts)


class Feedback:
    """The feedback of a month, sorted once; each school's workbook is then a stretch of rows."""

    def __init__(self, tables: Tables, words: Words, period: int) -> None:
        self.tables, self.period = tables, period
        label, code = tables.label, words.code
        label("told_register", "select register from feedback", words.register)
        label("told_change", "select change from feedback", words.change)
        label("told_class", "select link_class from feedback", lambda found: code("link_class", found))
        label("told_missing", "select missing from feedback", lambda items: _items(words, items))
        label("told_action", "select action from feedback", words.feedback)
        self.places = tables.keep(
            "feedback_lines", _LINES.format(registers=tables.among("register", "feedback")), ("org_code",)
        )

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(count for _, count in self.places.values())

    def jobs(self) -> Iterator[list[Job]]:
        """Names of the workbooks and what writes each and returns its rows, in batches: one is for one thread, in order."""
        names: dict[str | None, str] = dict(self.tables.rows(_ORGS))
        orgs = list(names.items())
        taken: set[str] = set()
        for begin in range(0, len(orgs), _BATCH):
            some = orgs[begin : begin + _BATCH]
            stretch = self.tables.stretch(
                "feedback_lines", _COLUMNS, (self.places[(org,)] for org, _ in some)
            )
            yield [
                (f"{_name(org, taken)}.xlsx", partial(self._write, name, stretch.lines(self.places[(org,)])))
                for org, name in some
            ]

    def _write(self, name: str, lines: Lines, target: Path) -> int:
        with Book(target) as book:
            return book.sheet(
                "比对反馈",
                f"{name} {self.period // 100}年{self.period % 100}月比对结果反馈",
                "只含本单位人员。请核对“请办理”一栏并回复；更正后的名册下月重新比对。依据：人社部发〔2019〕2号（五）。",
                list(_COLUMNS.values()),
                lines,
            )


def _name(org: str | None, taken: set[str]) -> str:
    """A file name for an institution's code that no other has."""
    name = file_name(str(org))
    while name in taken:
        name += "_"
    taken.add(name)
    return name
