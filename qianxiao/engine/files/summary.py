"""The province's summary of the lists: who is left and what is unpaid, from the village up to the province."""

from pathlib import Path

from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words
from qianxiao.engine.sqltext import Scalar

_STATES = """select region,
      cast(sum(case when duty = 'all' then people else 0 end) as bigint),
      cast(sum(case when duty = 'all' and state = 'served' then people else 0 end) as bigint),
      cast(sum(case when duty = 'all' and state = 'in_progress' then people else 0 end) as bigint),
      cast(sum(case when duty = 'all' and state = 'unwilling' then people else 0 end) as bigint),
      cast(sum(case when duty = 'all' and state = 'unreachable' then people else 0 end) as bigint),
      cast(sum(case when duty = 'all' and state = 'refused' then people else 0 end) as bigint),
      cast(sum(case when duty = 'all' and state = 'not_of_age' then people else 0 end) as bigint)
    from coverage where level = :level and left(region, 2) = :province group by region order by region"""
_GAPS = """select case :level when 1 then concat(left(region, 2), '0000') when 2 then concat(left(region, 4), '00')
        when 3 then left(region, 6) when 4 then left(region, 9) else region end as place,
      cast(sum(study) as bigint), cast(sum(train) as bigint), cast(sum(aid) as bigint), cast(sum(unpaid) as bigint)
    from gap_places where left(region, 2) = :province group by 1"""
# A person has one region: the people of regions apart add up, so that they are counted once for all levels.
_PLACES = """select region, count(distinct case when kind = 'study' then person_no end) as study,
      count(distinct case when kind = 'train' then person_no end) as train,
      count(distinct case when kind = 'aid' then person_no end) as aid,
      cast(coalesce(sum(case when kind = 'aid' then amount end), 0) as bigint) as unpaid
    from gaps group by region"""
_SHEETS = (("省市县", (1, 2, 3)), ("乡镇", (4,)), ("行政村", (5,)))
_COLUMNS = [
    Column("地区", 30),
    Column("代码", 16),
    *[Column(name, 12, "int") for name in ("登记人数", "应学未学", "应培未培", "应助未助人数")],
    Column("未到账金额（元）", 16, "yuan"),
    *[
        Column(name, 12, "int")
        for name in ("已落实", "进行中", "不愿意", "联系不上", "依条款不符合", "年龄不符")
    ],
]


def count_gaps(tables: Tables) -> None:
    """Count the gaps of every region, for the summaries of all provinces."""
    tables.store("gap_places", _PLACES)


def write_summary(tables: Tables, words: Words, province: str, period: int, target: Path) -> int:
    """One province's summary; returns how many places it names. Needs `count_gaps`.

    Every figure is the length of a county's list.
    """
    month = f"{period // 100}年{period % 100}月"
    count = 0
    with Book(target) as book:
        for name, levels in _SHEETS:
            rows = []
            for level in levels:
                asked: dict[str, Scalar] = {"level": level, "province": province[:2]}
                gaps = {row[0]: row[1:] for row in tables.rows(_GAPS, asked)}
                states = tables.rows(_STATES, asked)
                words.learn_places(row[0] for row in states)
                rows += [
                    (words.path(r[0]), r[0], r[1], *gaps.get(r[0], (0, 0, 0, 0)), *r[2:]) for r in states
                ]
            count += book.sheet(
                name,
                f"{words.place(province)}{month}缺口汇总（{name}）",
                "每个数字等于县级名单中同一地区的人数；六种状态之和等于登记人数。",
                _COLUMNS,
                rows,
            )
    return count
