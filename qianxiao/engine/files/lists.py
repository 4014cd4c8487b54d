"""County workbooks: 应培未培, 应学未学, 应助未助, doubts and irregularities, by village (19-02-01, 19-02-02, 19-12-06)."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words
from qianxiao.engine.sheets.jobs import Job
from qianxiao.engine.sheets.lines import Place, Stretch

# The seven columns that name a person. The number is masked: the county finds her by household and village.
_PERSON = """coalesce(t.name, '') as town, coalesce(v.name, '') as village, p.hh_no, p.name, x.said as sex,
    masked(p.id18) as number, left(cast(p.birth as varchar), 4) as born"""
_PLACES = """left join regions t on t.code = p.township and t.level = 4
    left join regions v on v.code = p.region and v.level = 5
    left join said_sex x on x.sex is not distinct from p.sex"""
_GAPS = f"""select g.kind, g.county, {_PERSON}, s.said as step, i.said as item, g.term, g.amount, c.said as clause
    from gaps g join persons p using (person_no) {_PLACES}
    left join said_step s on s.kind = g.kind and s.step is not distinct from g.step
    left join said_item i on i.item is not distinct from g.item
    left join said_clause c on c.clause is not distinct from g.clause
    order by g.kind, g.county, p.region, p.hh_no, p.person_no, g.item, g.term, g.rec_id"""
_EV = "ev_id, ev_name, ev_birth, ev_sex, ev_region, ev_phone, ev_group"
_SAME = " and ".join(f"e.{column} is not distinct from d.{column}" for column in _EV.split(", "))
# One in hundreds is doubted: these first, then sorted and worded.
_DOUBTFUL = """select p.person_no, p.hh_no, p.name, p.id18, p.birth, p.sex, p.region, p.county, p.township
    from persons p where exists (select 1 from doubts_held d where d.person_no = p.person_no)"""
_DOUBTED = """select m.register, m.rec_id, m.name from mentions m where {registers} and exists
    (select 1 from doubts_held d where d.register = m.register and d.rec_id = m.rec_id)"""
_DOUBTS = f"""select p.county, {_PERSON}, r.said as register, d.rec_id, m.name as other, d.rank,
      printf('%.1f', d.bits / 100) as bits, e.said as evidence
    from doubts_held d join doubtful p using (person_no)
    join doubted m on m.register = d.register and m.rec_id = d.rec_id
    left join said_register r on r.register = d.register left join said_evidence e on {_SAME}
    {_PLACES} order by p.county, d.register, d.rec_id, d.rank, d.person_no"""
_ODD = """select o.county, n.said as pattern, a.said as action, r.said as register, o.rec_id,
      s.said as other_register, o.other_rec_id, o.since, f.said as detail
    from irregularities o left join said_pattern n on n.pattern = o.pattern left join said_action a on a.action = o.action
    left join said_register r on r.register = o.register left join said_register s on s.register = o.other_register
    left join said_finding f on f.pattern = o.pattern and f.detail is not distinct from o.detail
    order by o.county, o.pattern, o.register, o.rec_id, o.other_register, o.other_rec_id, o.since, o.detail"""

EVIDENCE = ("id", "name", "birth", "sex", "region", "phone", "group")
_NAMED = {
    "town": Column("乡镇", 14),
    "village": Column("行政村", 16),
    "hh_no": Column("户编号", 18),
    "name": Column("姓名", 14),
    "sex": Column("性别", 6),
    "number": Column("证件号码", 22),
    "born": Column("出生年", 8),
}
_GAP_COLUMNS = {**_NAMED, "step": Column("进展", 26), "clause": Column("依据", 34)}
_AID_COLUMNS = {
    **_NAMED,
    "item": Column("补贴项目", 22),
    "term": Column("学期", 8),
    "amount": Column("差额（元）", 12, "yuan"),
    "clause": Column("依据", 34),
}
_DOUBT_COLUMNS = {
    **_NAMED,
    "register": Column("登记册", 18),
    "rec_id": Column("记录编号", 24),
    "other": Column("记录姓名", 14),
    "rank": Column("候选次序", 8, "int"),
    "bits": Column("证据（比特）", 10),
    "evidence": Column("逐项比对", 40),
}
_ODD_COLUMNS = {
    "pattern": Column("疑点", 30),
    "action": Column("处理", 12),
    "register": Column("登记册", 18),
    "rec_id": Column("记录编号", 24),
    "other_register": Column("另一登记册", 18),
    "other_rec_id": Column("另一记录", 24),
    "since": Column("日期", 12, "date"),
    "detail": Column("说明", 50),
}


_LISTS = {
    "study": ("gap_lines", _GAP_COLUMNS),
    "train": ("gap_lines", _GAP_COLUMNS),
    "aid": ("gap_lines", _AID_COLUMNS),
    "doubts": ("doubt_lines", _DOUBT_COLUMNS),
    "odd": ("odd_lines", _ODD_COLUMNS),
}
_TO_DO = "每人一行，写明进行到哪一步和依据条款；办妥后在登记册里更新，下月自动消除。"
_SHEETS = (
    ("study", "应学未学", "应学未学名单", _TO_DO),
    ("train", "应培未培", "应培未培名单", _TO_DO),
    ("aid", "应助未助", "应助未助名单", "金额为应发减已到账；学期 A 为秋季、S 为春季。"),
    (
        "doubts",
        "比对存疑",
        "比对存疑待核名单",
        "同一记录可能有几个候选人。请核实后在“人工比对结论”登记册填：同一人 或 不是同一人，下月照办。",
    ),
    ("odd", "疑点", "异常疑点清单", "疑点是问题，不是结论：请对照两边的记录核实。"),
)
_BATCH = 8  # counties whose lists one thread reads with one query each


class CountyLists:
    """The lists of all counties, sorted once; each county's workbook is then a stretch of rows."""

    def __init__(self, tables: Tables, words: Words, period: int) -> None:
        self.tables, self.words, self.period = tables, words, period
        self._say()
        tables.hold("doubts_held", "select * from doubts")
        tables.hold("doubtful", _DOUBTFUL)
        tables.hold("doubted", _DOUBTED.format(registers=tables.among("register", "doubts")))
        self._places = {
            **tables.keep("gap_lines", _GAPS, ("kind", "county")),
            **{
                ("doubts", *key): place
                for key, place in tables.keep("doubt_lines", _DOUBTS, ("county",)).items()
            },
            **{("odd", *key): place for key, place in tables.keep("odd_lines", _ODD, ("county",)).items()},
        }

    def _say(self) -> None:
        """What is said for the codes in the lists."""
        label, words = self.tables.label, self.words
        label("said_sex", "select sex from persons", lambda code: words.code("sex", code))
        label("said_step", "select kind, step from gaps", words.step)
        label("said_item", "select item from gaps", lambda code: words.code("aid_item", code))
        label("said_clause", "select clause from gaps", words.clause)
        registers = "select register from doubts union all select register from irregularities"
        label(
            "said_register",
            f"{registers} union all select other_register from irregularities",
            words.register,
        )
        evidence = f"select {_EV} from doubts"
        label(
            "said_evidence", evidence, lambda *found: words.evidence(list(zip(EVIDENCE, found, strict=True)))
        )
        label("said_pattern", "select pattern from irregularities", words.pattern)
        label("said_action", "select action from irregularities", words.action)
        label("said_finding", "select pattern, detail from irregularities", words.detail)

    def jobs(self, counties: Sequence[str]) -> Iterator[list[Job]]:
        """Names of the workbooks and what writes each and returns its rows, in batches: one is for one thread, in order."""
        for begin in range(0, len(counties), _BATCH):
            some = counties[begin : begin + _BATCH]
            stretches = {
                kind: self.tables.stretch(table, columns, (self._place(kind, county) for county in some))
                for kind, (table, columns) in _LISTS.items()
            }
            yield [
                (f"{county}_{self.words.place(county)}.xlsx", partial(self._write, county, stretches))
                for county in some
            ]

    def _place(self, kind: str, county: str) -> Place:
        return self._places.get((kind, county), (0, 0))

    def _write(self, county: str, stretches: dict[str, Stretch], target: Path) -> int:
        """One county's workbook; returns how many rows its lists hold."""
        place = self.words.place(county)
        month = f"{self.period // 100}年{self.period % 100}月"
        with Book(target) as book:
            return sum(
                book.sheet(
                    name,
                    f"{place}{month}{title}",
                    note,
                    list(_LISTS[kind][1].values()),
                    stretches[kind].lines(self._place(kind, county)),
                )
                for kind, name, title, note in _SHEETS
            )
