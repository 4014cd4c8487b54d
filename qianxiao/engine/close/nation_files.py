"""The nation's workbook and form: figures by province; names and lists stay in the provinces."""

from pathlib import Path

from qianxiao.engine.engines import Row
from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.form import write_form
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words
from qianxiao.engine.run import Run

_NATION = "CN"
_STATES = ("served", "in_progress", "unwilling", "unreachable", "refused", "not_of_age")
_COVERAGE = f"""select region, cast(sum(people) as bigint), {
    ", ".join(f"cast(sum(case when state = '{state}' then people else 0 end) as bigint)" for state in _STATES)
} from coverage where duty = 'all' and level <= 1 group by level, region order by level, region"""
_GAPS = """select case when grouping(left(county, 2)) = 1 then 'CN' else concat(left(county, 2), '0000') end as region,
    cast(sum(case when kind = 'study' then people else 0 end) as bigint),
    cast(sum(case when kind = 'train' then people else 0 end) as bigint),
    cast(sum(case when kind = 'aid' then lines else 0 end) as bigint),
    cast(sum(case when kind = 'aid' then amount else 0 end) as bigint)
    from gap_counts group by grouping sets ((left(county, 2)), ())"""
_SUMS = """select concat(left(county, 2), '0000') as region, programme, cast(sum(reported_times) as bigint),
      cast(sum(recorded_times) as bigint), cast(sum(recorded) as bigint), cast(sum(certified) as bigint),
      cast(sum(paid_people) as bigint), cast(sum(paid_amount) as bigint), cast(sum(platform) as bigint)
    from reconciliation where month = :month group by 1, 2 order by 1, 2"""
_CLASSES = """select concat(left(county, 2), '0000') as region, class, cast(sum(lines) as bigint), cast(sum(people) as bigint),
      cast(sum(amount) as bigint)
    from difference_counts where month = :month group by 1, 2 order by 1, 2"""
_MIGRANTS = """select concat(left(home, 2), '0000'), concat(left(province, 2), '0000'), register, cast(sum(people) as bigint),
      cast(sum(lines) as bigint)
    from migrants group by 1, 2, 3 order by 1, 2, 3"""
_INT = "int"


class NationWords(Words):
    """Words that know the whole country."""

    def place(self, code: str | None) -> str:
        """A region's name; 全国 for the whole."""
        return "全国" if code == _NATION else super().place(code)


def write_nation(run: Run, home: Path) -> None:
    """Write the nation's form (19-17-06) and its summary by province below `home`/returns."""
    returns = home / "returns"
    words = NationWords()
    with Tables(run.tables) as tables:
        for fault in write_form(tables, words, _NATION, run.period, returns):
            run.says(f"  ! {fault}")
        _summary(
            tables, words, run.period, returns / f"全国汇总_{run.period // 100}-{run.period % 100:02d}.xlsx"
        )


def _summary(tables: Tables, words: Words, period: int, target: Path) -> None:
    month = f"{period // 100}年{period % 100}月"
    gaps = {row[0]: row[1:] for row in tables.rows(_GAPS)}
    states = [
        (words.place(r[0]), r[1], *gaps.get(r[0], (0, 0, 0, 0)), *r[2:]) for r in tables.rows(_COVERAGE)
    ]
    with Book(target) as book:
        _states(book, month, states)
        _sums(book, tables, words, period, month)
        _differences(book, tables, words, period, month)
        _migrants(book, tables, words)


def _states(book: Book, month: str, states: list[Row]) -> None:
    """People, gaps and states by province."""
    book.sheet(
        "分省情况",
        f"全国{month}分省情况",
        "每人只在一个省登记，各省相加等于全国；名单在各省结果里。",
        [
            Column("地区", 20),
            *[Column(name, 13, _INT) for name in ("登记人数", "应学未学", "应培未培", "应助未助（笔）")],
            Column("未到账金额（元）", 18, "yuan"),
            *[
                Column(name, 13, _INT)
                for name in ("已落实", "进行中", "不愿意", "联系不上", "依条款不符合", "年龄不符")
            ],
        ],
        states,
    )


def _sums(book: Book, tables: Tables, words: Words, period: int, month: str) -> None:
    """Reconciliation by province."""
    book.sheet(
        "对账",
        f"职业技能提升行动培训月对账（{month}，分省）",
        "按交送省汇总；人数逐县去重后相加。依据：人社厅函〔2020〕81号第十一条。",
        [
            Column("地区", 20),
            Column("项目", 20),
            *[
                Column(name, 13, _INT)
                for name in ("上报人次", "实名制人次", "实名制人数", "取证人数", "已付补贴人数")
            ],
            Column("已付补贴（元）", 18, "yuan"),
            Column("就业平台人数", 13, _INT),
        ],
        ((words.place(r[0]), words.programme(r[1]), *r[2:]) for r in tables.rows(_SUMS, {"month": period})),
    )


def _differences(book: Book, tables: Tables, words: Words, period: int, month: str) -> None:
    """Differences by class."""
    book.sheet(
        "差异分类",
        f"差异分类（{month}，分省）",
        "明细在各省结果里。",
        [
            Column("地区", 20),
            Column("差异类别", 34),
            Column("条数", 12, _INT),
            Column("人数", 12, _INT),
            Column("金额（元）", 18, "yuan"),
        ],
        (
            (words.place(r[0]), words.difference(r[1]), *r[2:])
            for r in tables.rows(_CLASSES, {"month": period})
        ),
    )


def _migrants(book: Book, tables: Tables, words: Words) -> None:
    """Records of people registered elsewhere."""
    book.sheet(
        "跨省记录",
        "在外省培训、就业、领取补贴的登记人员",
        "交送省的记录，比对到登记省的人；服务计入登记省，对账和反馈留在交送省。",
        [
            Column("交送省", 20),
            Column("登记省", 20),
            Column("登记册", 24),
            Column("人数", 12, _INT),
            Column("条数", 12, _INT),
        ],
        (
            (words.place(r[0]), words.place(r[1]), words.register(r[2]), *r[3:])
            for r in tables.rows(_MIGRANTS)
        ),
    )
