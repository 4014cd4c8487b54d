"""The order of the matching: people and mentions, candidates, evidence, fates, links (19-05-04)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from qianxiao.engine.link import given, memory
from qianxiao.engine.link.changed import MKEY, changed_mentions, counted, layered, newest, stands_on
from qianxiao.engine.link.evidence import (
    LOG_TYPES,
    WEIGHT_TYPES,
    Parameters,
    defaults,
    log_rows,
    scale_row,
    weight_rows,
)
from qianxiao.engine.link.learning import gather, learn
from qianxiao.engine.parts import KEYS
from qianxiao.engine.renew import note_changes
from qianxiao.engine.run import Part, Run
from qianxiao.engine.sqltext import Step, read_steps, some
from qianxiao.engine.sqltext import swapped as _swapped

NAMES = ("link_plain", "link_folded", "link_spelled", "link_names_new")
CANDIDATES = (
    "link_exact", "link_m", "link_repairs_new", "link_numbered", "link_holders", "link_open", "link_blocks",
    "link_near", "link_named", "link_name_pairs", "link_evidence",
)  # fmt: skip
BY = ("register", "rec_id")
SCALE = ("once", "once_name", "same_prior", "kin_prior", "namesake_prior")
CORRECTED = {
    "person_no": "VARCHAR", "field": "VARCHAR", "told": "VARCHAR", "value": "VARCHAR", "decided_on": "INTEGER",
    "correction_no": "VARCHAR",
}  # fmt: skip
_KIN = {"link_named": "link_kin_named", "link_name_pairs": "link_kin_names"}
# Read with these names the steps of the candidates tell which earlier mentions a changed person now resembles.
_TOUCHED = {
    "link_m": "link_m_before", "link_p": "link_p_moved", "link_p_new": "link_p_moved", "link_open": "link_open_before",
    "link_repairs": "link_repairs_touched", "link_repairs_new": "link_repairs_touched_new",
    "link_numbered": "link_numbered_touched", "link_holders": "link_holders_before", "link_blocks": "link_blocks_touched",
}  # fmt: skip


@cache
def steps() -> dict[str, Step]:
    """The steps of the folder `sql`, by table."""
    return {step.table: step for step in read_steps(Path(__file__).parent / "sql")}


@cache
def later_steps() -> list[Step]:
    """The steps of the folder `sql_months`: what a month has changed since the one remembered."""
    return read_steps(Path(__file__).parent / "sql_months")


def _reading(step: Step, names: dict[str, str]) -> Step:
    """The same step over other tables."""
    swap = re.compile(r"\b(" + "|".join(names) + r")\b")
    sql = swap.sub(lambda found: names[found.group(1)], step.sql)
    reads = tuple(names.get(name, name) for name in step.reads)
    return replace(step, table=names.get(step.table, step.table), reads=reads, sql=sql)


def _view(run: Run, table: str, parts: Sequence[str]) -> None:
    """Several built tables under one name."""
    run.engine.view(table, " union all ".join(f"select * from {part}" for part in parts))
    run.prints[table] = "\x00".join(run.prints[part] for part in parts)


def _whole(run: Run, known: dict[str, Step]) -> None:
    """A first month: everything is new."""
    given.nothing_before(run)
    _view(run, "link_people", ["persons"])
    _view(run, "link_asked", ["mentions"])
    run.build_all([known[table] for table in NAMES])
    _view(run, "link_names", ["link_names_new"])
    run.build_all([known[table] for table in ("link_numbers", "link_p_new", "link_phones", "link_lent")])
    _view(run, "link_p", ["link_p_new"])


def _of_known(run: Run, place: Path, step: Step) -> Step:
    """The comparison of people with the month remembered, of those alone who are known to have changed, if that is known."""
    before = run.before
    if step.table == "link_m_diff" and "link_seen" in run.anew:
        return replace(step, reads=("link_seen",), sql=f"select mkey from {KEYS}link_seen")
    if step.table == "link_m_fresh" and "link_seen" in run.anew:  # what changed lies in the newest layer
        return replace(step, sql=_swapped(step.sql, {"mentions": "mentions__known"}))
    if (
        step.table != "link_p_diff"
        or "persons" not in run.anew
        or not before
        or str(before.period) != place.name
    ):
        return step
    for table in ("persons", "link_p_before"):
        known = f"exists (select 1 from {KEYS}persons as k where k.person_no = t.person_no)"
        own = table == "persons" and run.fresh.get(table) == ("person_no",)
        source = "select * from persons__new" if own else f"select t.* from {table} as t where {known}"
        run.engine.view(f"{table}__known", source)
        run.prints[f"{table}__known"] = run.prints[table] + run.prints["persons"]
    return _reading(step, {table: f"{table}__known" for table in ("persons", "link_p_before")})


def _numbers(run: Run, place: Path, known: dict[str, Step], later: dict[str, Step]) -> Step:
    """The numbers of many names: of the mentions that changed alone, if the month before still holds what they were."""
    before = stands_on(run, place)
    if before is None:
        return known["link_numbers"]
    rows = some(
        "t", before.attach("mentions"), f"(select {MKEY} from link_m_diff)", [(one, one) for one in BY]
    )
    run.engine.view("link_m_then", f"select t.id18, t.id_no {rows}")
    run.prints["link_m_then"] = run.prints["link_m_diff"]
    run.build(later["link_numbers_moved"])
    return later["link_numbers"]


def _settle(run: Run, known: dict[str, Step], place: Path | None) -> None:
    """Fates, links and doubts: only those of mentions decided anew where the rest stands in the month before."""
    laid = {"mentions"}
    if place is not None:
        run.engine.view("link_fate__none", "select * from link_fate_before where 1 = 0")
    asked, fate = f"select {MKEY} from link_touched", {"link_fate": "link_fate_new", "mentions": "link_asked"}
    run.build(
        later_steps()[-1],
        layered("select mkey from link_touched", {"link_fate_before": "link_fate__none"}, place),
    )
    for table in ("links", "doubts"):
        run.build(known[table], layered(asked, fate, place, laid))
        note_changes(run, table, ("register", "rec_id"))
    fresh = {"mentions": "link_asked", "links": "links__fresh", "doubts": "doubts__fresh"}
    run.build(known["link_counts"], counted(asked, fresh, laid, place))


def _changed(run: Run, known: dict[str, Step], place: Path) -> None:
    """A later month: derive what changed, and choose the mentions that this touches."""
    given.memory_of(run, place)
    later = {step.table: step for step in later_steps()}
    for step in later_steps():
        if step.source < "20":
            run.build(_of_known(run, place, step))
    numbers = _numbers(run, place, known, later)
    run.build_all([_reading(known[table], {"link_asked": "link_m_fresh"}) for table in NAMES])
    _view(run, "link_names", ["link_names_before", "link_names_new"])
    run.build_all([numbers, known["link_p_new"]])
    _view(run, "link_p", ["link_p_before", "link_p_new"])
    run.build_all([step for step in later_steps() if "20" < step.source < "30"])
    run.build(_reading(known["link_repairs_new"], _TOUCHED))
    _view(run, "link_repairs_touched", ["link_repairs_before", "link_repairs_touched_new"])
    run.build_all([_reading(known[table], _TOUCHED) for table in ("link_numbered", "link_blocks")])
    run.build_all([later[table] for table in ("link_touched", "link_asked")])


def _learned(run: Run, known: dict[str, Step], place: Path | None) -> Parameters:
    """Parameters of the earlier month, or learned from this month's certain pairs."""
    if place is not None:
        return memory.read_parameters(place)
    run.build(known["link_counted"])
    run.build_all([known[table] for table in ("link_kin_pairs", "link_kin_named")])
    run.build(_reading(known["link_name_pairs"], _KIN))
    return learn(gather(run))


def build_persons(run: Run) -> None:
    """Build `corrected` and `persons` from the clean register and what people set right in it."""
    for table in ("clean_corrections", "previous_corrected"):
        if table not in run.prints:  # no office stands behind this run
            run.made(table, {**CORRECTED, "checked_on": "INTEGER"}, [])
    run.build(steps()["corrected"])
    note_changes(run, "corrected", ("person_no",))
    run.build(steps()["persons"])


def build_people(run: Run) -> None:
    """Build `persons` and `mentions` from the clean registers."""
    run.made("link_claims", {"code": "VARCHAR"}, [(code,) for code in defaults()["claims"]])
    build_persons(run)
    run.build(steps()["mentions"], changed_mentions)


def _seen(run: Run, place: Path | None) -> Part:
    """How to mark the mentions: those alone whose rows changed, if that is known."""
    if stands_on(run, place) is not None:
        run.engine.view("mentions__known", newest(run, "mentions"))
    return layered(
        f"select register || '|' || rec_id as mkey from {KEYS}mentions",
        {"mentions": "mentions__known"},
        place,
    )


def run_link(run: Run) -> None:
    """Link every mention of a person: leaves `links`, `doubts`, `link_counts`, `person_keys` (19-05-04).

    Needs `persons` and `mentions` (built here from the clean registers when absent) and `decisions`;
    `parameters` is used when present. Deterministic: the same tables and memory give the same rows.
    """
    if "persons" not in run.prints or "mentions" not in run.prints:
        build_people(run)
    known, place = steps(), memory.earlier(run)
    index = place if memory.has_index(place) else None
    with given.characters(run):
        given.small_tables(run)
        given.learned(run, place)
        run.build(known["link_rulings"])
        run.build(known["link_seen"], _seen(run, index))
    if index is None:
        _whole(run, known)
    else:
        _changed(run, known, index)
    for table in CANDIDATES:
        run.build(known[table])
        if table == "link_repairs_new":
            _view(run, "link_repairs", ["link_repairs_before", "link_repairs_new"])
    parameters = _learned(run, known, place)
    run.made("link_weights", WEIGHT_TYPES, weight_rows(parameters))
    run.made("link_scale", dict.fromkeys(SCALE, "INTEGER"), [scale_row(parameters)])
    if place is None:
        run.made("link_log", LOG_TYPES, log_rows(parameters))
        run.build(known["link_common"])
    run.build_all([known[table] for table in ("link_scored", "link_fate_new")])
    _settle(run, known, index)
    run.build(known["person_keys"])
    memory.keep(run, parameters, place)
    asked = run.counts["link_asked" if index else "link_seen"]
    run.says(
        f"  matching {memory.version(parameters)}: {asked:,} of {run.counts['link_seen']:,} decided anew"
    )


def link_version(run: Run) -> str:
    """The name of the parameters this month's links were decided with, for the manifest."""
    return memory.version(memory.read_parameters(memory.folder(run)))
