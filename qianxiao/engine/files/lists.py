"""County workbooks: 应培未培, 应学未学, 应助未助, doubts and irregularities, by village (19-02-01, 19-02-02, 19-12-06)."""

from pathlib import Path

from qianxiao.base.masks import mask_id
from qianxiao.engine.engines import Row
from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words

_PERSON = """coalesce(t.name, '') as town, coalesce(v.name, '') as village, p.hh_no, p.name, p.sex,
    p.id18, left(cast(p.birth as varchar), 4) as born"""
_PLACES = """left join regions t on t.code = p.township and t.level = 4
    left join regions v on v.code = p.region and v.level = 5"""

_GAPS = f"""select {_PERSON}, g.step, g.item, g.term, g.amount, g.clause
    from gaps g join persons p using (person_no) {_PLACES}
    where g.county = :county and g.kind = :kind
    order by p.region, p.hh_no, p.person_no, g.item, g.term, g.rec_id"""
_DOUBTS = f"""select {_PERSON}, d.register, d.rec_id, m.name, d.rank, d.doubt_class, d.bits,
      d.ev_id, d.ev_name, d.ev_birth, d.ev_sex, d.ev_region, d.ev_phone, d.ev_group
    from doubts d join persons p using (person_no) join mentions m on m.register = d.register and m.rec_id = d.rec_id
    {_PLACES} where p.county = :county order by d.register, d.rec_id, d.rank, d.person_no"""
_ODD = """select pattern, action, register, rec_id, other_register, other_rec_id, since, detail
    from irregularities where county = :county order by pattern, register, rec_id, other_register, other_rec_id"""

EVIDENCE = ("id", "name", "birth", "sex", "region", "phone", "group")
_PERSON_COLUMNS = [
    Column("乡镇", 14),
    Column("行政村", 16),
    Column("户编号", 18),
    Column("姓名", 14),
    Column("性别", 6),
    Column("证件号码", 22),
    Column("出生年", 8),
]


def _person(words: Words, row: Row) -> tuple[object, ...]:
    """The seven columns that name a person. The number is masked: the county finds her by household and village (X-07)."""
    return (*row[:4], words.code("sex", row[4]), mask_id(row[5]), row[6])


def write_county(tables: Tables, words: Words, county: str, period: int, target: Path) -> dict[str, int]:
    """One county's workbook; returns how many rows each list holds."""
    place = words.place(county)
    month = f"{period // 100}年{period % 100}月"
    counts: dict[str, int] = {}
    with Book(target) as book:
        for kind, name in (("study", "应学未学"), ("train", "应培未培")):
            rows = tables.stream(_GAPS, {"county": county, "kind": kind})
            counts[kind] = book.sheet(
                name,
                f"{place}{month}{name}名单",
                "每人一行，写明进行到哪一步和依据条款；办妥后在登记册里更新，下月自动消除。",
                [*_PERSON_COLUMNS, Column("进展", 26), Column("依据", 34)],
                ((*_person(words, row), words.step(kind, row[7]), words.clause(row[11])) for row in rows),
            )
        rows = tables.stream(_GAPS, {"county": county, "kind": "aid"})
        counts["aid"] = book.sheet(
            "应助未助",
            f"{place}{month}应助未助名单",
            "金额为应发减已到账；学期 A 为秋季、S 为春季。",
            [
                *_PERSON_COLUMNS,
                Column("补贴项目", 22),
                Column("学期", 8),
                Column("差额（元）", 12, "yuan"),
                Column("依据", 34),
            ],
            (
                (*_person(words, row), words.code("aid_item", row[8]), row[9], row[10], words.clause(row[11]))
                for row in rows
            ),
        )
        counts["doubts"] = _doubts(book, tables, words, county, place, month)
        counts["irregularities"] = _odd(book, tables, words, county, place, month)
    return counts


def _doubts(book: Book, tables: Tables, words: Words, county: str, place: str, month: str) -> int:
    rows = tables.stream(_DOUBTS, {"county": county})
    return book.sheet(
        "比对存疑",
        f"{place}{month}比对存疑待核名单",
        "同一记录可能有几个候选人。请核实后在“人工比对结论”登记册填：同一人 或 不是同一人，下月照办。",
        [
            *_PERSON_COLUMNS,
            Column("登记册", 18),
            Column("记录编号", 24),
            Column("记录姓名", 14),
            Column("候选次序", 8, "int"),
            Column("证据（比特）", 10),
            Column("逐项比对", 40),
        ],
        (
            (
                *_person(words, r),
                words.register(r[7]),
                *r[8:11],
                f"{r[12] / 100:.1f}",
                words.evidence(list(zip(EVIDENCE, r[13:20], strict=True))),
            )
            for r in rows
        ),
    )


def _odd(book: Book, tables: Tables, words: Words, county: str, place: str, month: str) -> int:
    rows = tables.stream(_ODD, {"county": county})
    return book.sheet(
        "疑点",
        f"{place}{month}异常疑点清单",
        "疑点是问题，不是结论：请对照两边的记录核实。",
        [
            Column("疑点", 30),
            Column("处理", 12),
            Column("登记册", 18),
            Column("记录编号", 24),
            Column("另一登记册", 18),
            Column("另一记录", 24),
            Column("日期", 12, "date"),
            Column("说明", 50),
        ],
        (
            (
                words.pattern(r[0]),
                words.action(r[1]),
                words.register(r[2]),
                r[3],
                words.register(r[4]),
                r[5],
                r[6],
                words.detail(r[0], r[7]),
            )
            for r in rows
        ),
    )
