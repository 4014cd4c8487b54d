"""Checks the delivered registers; after a first month only the rows that are new, altered, gone or faulty.

Rows are told apart by their content, not their place: a file that was sorted anew has nothing new. What a row's key
is, is remembered by its content, so that all rows of a touched key, or of the ID number of one, are checked together.
"""

from collections.abc import Callable
from dataclasses import replace

from qianxiao.engine.before import MOST_TOUCHED, Before, text_mark
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.io.layouts import Layout, layouts
from qianxiao.engine.io.sqlclean import clean_names
from qianxiao.engine.parts import KEYS
from qianxiao.engine.renew import lay
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step, swapped

# Registers that name people: the others are small and checked whole.
PEOPLE = (
    "poor", "students", "trainees", "certificates", "employment", "insurance", "payments", "intentions",
)  # fmt: skip

_TOLD = "typed_told_"


def check_registers(run: Run) -> None:
    """Build faults_ and clean_<register> for every layout, and `faults` (contract: docs/guide/close.md).

    Registers of people also leave rowmarks_<register> (place and content mark of every row), cleanmarks_<register>
    (mark of every clean row) and index_<register> (content mark, key, ID number), on which the next month stands.
    """
    if run.before is not None:
        marks = [
            str(entry["mark"])
            for name, entry in sorted(run.before.log.items())
            if name.startswith("rowmarks_")
        ]
        types = {"period": "INTEGER", "period_end": "INTEGER", "marks": "VARCHAR"}
        run.made("month_before", types, [(run.before.period, run.before.period_end, " ".join(marks))])
    for layout in layouts().values():
        steps = {step.table: step for step in check_steps([layout.register]) if step.table != "faults"}
        if layout.register in PEOPLE:
            _Register(run, layout, steps).build()
        else:
            run.build_all(list(steps.values()))
    run.build(check_steps()[-1])


class _Register:
    """One register of people: whole, or what is touched over the month before."""

    def __init__(self, run: Run, layout: Layout, steps: dict[str, Step]) -> None:
        self.run, self.steps, self.name = run, steps, layout.register
        self.clean = replace(steps.pop(f"clean_{self.name}"), by=("rec_id",))
        self.faults = steps.pop(f"faults_{self.name}")
        columns = run.engine.row_mark([f"r.{column.name}" for column in layout.columns])
        rows = (
            f"select file_no, src_row, src, sheet, {columns} as mark,"
            f" case when origin is not null or note is not null then 1 else 0 end as odd from raw_{self.name} r"
        )
        self.marks = Step(f"rowmarks_{self.name}", (f"raw_{self.name}",), "", rows, "registers")
        self.unique = "id_no" in layout.unique
        number = "t.id18" if self.unique else "cast(null as varchar(18))"
        checks = " ".join(text_mark(step, run.params) for step in steps.values())
        index = (
            f"-- keys as these checks read them: {checks}\nselect distinct m.mark, t.key_id, {number} as id18"
            f" from typed_{self.name} t join rowmarks_{self.name} m on m.file_no = t.file_no and m.src_row = t.src_row"
        )
        # Whether a clean row is other than last month's is told by a mark of it: two columns are read instead of all.
        kept = run.engine.row_mark([f"t.{column}" for column in clean_names(layout)])
        marked = f"select t.rec_id, {kept} as mark from clean_{self.name} t"
        clean = (f"clean_{self.name}",)
        self.told = Step(f"cleanmarks_{self.name}", clean, "", marked, "registers", ("rec_id",), clean)
        reads = (f"typed_{self.name}", f"rowmarks_{self.name}")
        self.index = Step(f"index_{self.name}", reads, "", index, "registers", ("mark",))

    def build(self) -> None:
        """Build whole or in part; both leave the same clean rows and faults."""
        run, name = self.run, self.name
        run.build(self.marks)
        before = self._month_before()
        rows = self._touched(before) if before else 0
        if before is None or rows * MOST_TOUCHED > run.counts[self.marks.table]:
            run.build_all([*self.steps.values(), self.faults, self.clean, self.told, self.index])
            return
        for step in self.steps.values():
            run.promise(step)
        part = self._part(rows)
        run.build(
            self.faults, lambda r, s: r.engine.build(s.table, part(s.sql), r.path(s.table), r.params, s.order)
        )
        run.build(self.clean, lambda r, s: self._lay_clean(before, s, part))
        run.build(self.told)
        marks = f"select distinct mark from touched_{name}"
        run.build(self.index, lambda r, s: lay(r, before, replace(s, sql=part(s.sql)), marks, always=True))

    def _part(self, rows: int) -> Callable[[str], str]:
        """Check the touched rows; returns how SQL reads them. Those looked at first are not read again."""
        run, name = self.run, self.name
        if rows == run.counts[f"first_{name}"]:
            told = [step for step in self.steps.values() if step.table.startswith(_TOLD)]
            return self._check("first", told)
        left = (
            f"select m.file_no, m.src_row from {self.marks.table} m"
            f" where exists (select 1 from touched_{name} k where k.mark = m.mark)"
            f" and not exists (select 1 from first_{name} k where k.mark = m.mark)"
        )
        reads = (self.marks.table, f"touched_{name}", f"first_{name}")
        run.build(Step(f"left_{name}", reads, "", left, "registers"))
        some = (
            f"select * from raw_{name}__first union all select r.* from raw_{name} r"
            f" join left_{name} l on l.file_no = r.file_no and l.src_row = r.src_row"
        )
        reads = (f"raw_{name}__first", f"raw_{name}", f"left_{name}")
        run.build(Step(f"raw_{name}__some", reads, "", some, "registers"))
        return self._check("some", list(self.steps.values()))

    def _lay_clean(self, before: Before, step: Step, part: Callable[[str], str]) -> int | None:
        """Lay the clean rows that are other than in the month before over it: of those checked again, most are not."""
        run, name = self.run, self.name
        fresh, asked = f"clean_{name}__fresh", f"asked_{name}"
        run.engine.hold(fresh, part(step.sql))
        # Keys of rows that are there no longer are among the seeds.
        keys_of = (
            f"select key_id as rec_id from {part(f'typed_{name}')} union select key_id from seeds_{name}"
        )
        run.engine.hold(asked, keys_of)
        now = swapped(self.told.sql, {f"clean_{name}": fresh})
        then = f"select rec_id, mark from ({before.taken(self.told.table, asked, ('rec_id',))}) b"
        keys = f"select distinct rec_id from (({now} except {then}) union all ({then} except {now})) d"
        newer = f"select f.* from {fresh} f where exists (select 1 from {KEYS}{step.table} k where k.rec_id = f.rec_id)"
        rows = lay(run, before, replace(step, sql=newer), keys, always=True)
        for held in (fresh, asked):
            run.engine.drop(held)
        return rows

    def _month_before(self) -> Before | None:
        """The month before, when this register can stand on it: same checks and codes, no region changed meanwhile."""
        before, run = self.run.before, self.run
        if before is None or before.engine_name != run.engine.name or not before.has(self.marks.table):
            return None
        if not all(
            before.knows(step, run.params)
            for step in (self.marks, self.faults, self.clean, self.told, self.index)
        ):
            return None
        if not all(before.same(table, run.tables / f"{table}.csv") for table in ("codes", "regions")):
            return None
        moved = run.engine.rows(
            "select 1 as n from regions where valid_to >= :was and valid_to < :now limit 1",
            {"was": before.period_end, "now": run.params["period_end"]},
        )
        return None if moved else before

    def _touched(self, before: Before) -> int:
        """Build `touched_<register>`: marks of all rows to be checked; returns how many rows of the month before they are."""
        run, name, marks = self.run, self.name, self.marks.table
        old, index, faults = (before.attach(f"{kind}_{name}") for kind in ("rowmarks", "index", "faults"))
        reads = (marks, "month_before")
        changed = (
            f"select mark from (select mark, 1 as n from {marks} union all select mark, -1 as n from {old}) u"
            " group by mark having sum(n) <> 0"
        )
        run.build(Step(f"changed_{name}", reads, "", changed, "registers"))
        told = (
            f"select mark from changed_{name} union select m.mark from {old} m join {faults} f"
            " on f.src = m.src and f.sheet = m.sheet and f.src_row = m.src_row"
            f" union select mark from {marks} where odd = 1 union select mark from {old} where odd = 1"
        )
        count = run.build(Step(f"first_{name}", (f"changed_{name}", *reads), "", told, "registers"))
        if count * MOST_TOUCHED > run.counts[marks]:
            return count
        some = (  # a table, not a view: the checks read it once per column
            f"select r.* from raw_{name} r join {marks} m on m.file_no = r.file_no and m.src_row = r.src_row"
            f" where exists (select 1 from first_{name} k where k.mark = m.mark)"
        )
        reads_raw = (f"raw_{name}", marks, f"first_{name}")
        run.build(Step(f"raw_{name}__first", reads_raw, "", some, "registers"))
        self._check("first", [step for step in self.steps.values() if not step.table.startswith(_TOLD)])
        known = f"select i.* from {index} i where exists (select 1 from first_{name} k where k.mark = i.mark)"
        both = f"select key_id, {{0}} as id18 from typed_{name}__first union select key_id, id18 from ({known}) k"
        seeds = both.format("id18" if self.unique else "cast(null as varchar(18))")
        run.build(Step(f"seeds_{name}", (f"first_{name}", *reads), "", seeds, "registers"))
        mates = (
            f"select mark from first_{name} union"
            f" select i.mark from {index} i where exists (select 1 from seeds_{name} s where s.key_id = i.key_id)"
        )
        if self.unique:
            mates += f" union select i.mark from {index} i where exists (select 1 from seeds_{name} s where s.id18 = i.id18)"
        return run.build(Step(f"touched_{name}", (f"seeds_{name}", *reads), "", mates, "registers"))

    def _check(self, suffix: str, steps: list[Step]) -> Callable[[str], str]:
        """Do these steps over `raw_<register>__<suffix>`; returns how SQL of the register reads what they make."""
        run, name = self.run, self.name
        names = {table: f"{table}__{suffix}" for table in (f"raw_{name}", *self.steps)}

        def part(sql: str) -> str:
            return swapped(sql, names)

        for step in steps:
            reads = tuple(part(table) for table in step.reads)
            run.build(replace(step, table=part(step.table), reads=reads, sql=part(step.sql)))
        return part
