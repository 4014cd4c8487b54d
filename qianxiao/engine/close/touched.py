"""Who is touched since the month before: by what was delivered, by links, by decisions, by the passing of time."""

from pathlib import Path

from qianxiao.base.paths import POLICIES
from qianxiao.engine.before import Before
from qianxiao.engine.close.tables import close_steps
from qianxiao.engine.parts import KEYS, words_of
from qianxiao.engine.renew import note_changes
from qianxiao.engine.rules.cases import case_steps
from qianxiao.engine.rules.tables import TERM_TYPES, term_rows
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step, read_steps

SQL = Path(__file__).with_name("touched_sql")
REGISTERS = ("students", "trainees", "certificates", "employment", "insurance", "payments", "intentions")


def _rows(run: Run, before: Before, register: str) -> str:
    """SELECT of the keys of a register's clean rows that are new, altered or gone."""
    if f"clean_{register}" not in run.anew:
        return f"select rec_id from ({before.differing(f'cleanmarks_{register}')}) as d"
    return f"select rec_id from {KEYS}clean_{register}"


def gather(run: Run) -> None:
    """Build `touched_people` (person_no) and `touched_mentions` (register, rec_id) on top of the month before.

    Needs the clean registers, links, doubts and parameters of both months. Without a month before it does nothing.
    """
    before = run.before
    needed = [*(f"cleanmarks_{name}" for name in (*REGISTERS, "poor")), "links", "doubts", "persons"]
    if before is None or not all(before.has(table) for table in needed):
        return
    changes = [
        f"select '{name}' as register, rec_id from ({_rows(run, before, name)}) as r" for name in REGISTERS
    ]
    for table in ("links", "doubts"):
        note_changes(run, table, ("register", "rec_id"))
        changes.append(f"select register, rec_id from {KEYS}{table}")
    union = " union all ".join(f"select * from ({one}) as c{number}" for number, one in enumerate(changes))
    reads = (*needed, "month_before")
    run.build(
        Step(
            "changed_mentions", reads, "", f"select distinct register, rec_id from ({union}) as u", "touched"
        )
    )
    run.build(
        Step(
            "changed_people",
            (*reads, "corrected"),
            "",
            f"select distinct person_no from (select rec_id as person_no from ({_rows(run, before, 'poor')}) as d"
            f" union all select person_no from {KEYS + 'corrected' if 'corrected' in run.anew else 'corrected'}) as c",
            "touched",
        )
    )
    run.made("terms", TERM_TYPES, term_rows(POLICIES, run.period))
    before.attach("persons")
    # The other links are what they were, and are found among those of now.
    run.engine.hold("links_then", before.taken("links", KEYS + "links", ("register", "rec_id")))
    run.build_all(read_steps(SQL))
    # What later steps read of the touched rows is held once for all of them.
    run.words = words_of((*case_steps(), *close_steps()))
