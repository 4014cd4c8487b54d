"""The order of the matching: people and mentions, candidates, evidence, fates, links (19-05-04)."""

import hashlib
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from qianxiao.engine.link import chars, memory
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
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step, read_steps

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)  # GB 11643
_POSITIONS = 32
_TOUCHED = {
    "link_todo": "link_m",
    "link_p": "link_p_changed",
    "link_numbered": "link_numbered_touched",
    "link_blocks": "link_blocks_touched",
}
DERIVED = (
    "link_folded", "link_spelled", "link_names", "link_numbers", "link_rulings", "link_recs", "link_p", "link_m",
    "link_exact", "link_holders",
)  # fmt: skip
SCALE = ("once", "once_name", "same_prior", "kin_prior", "namesake_prior")
_KIN = {"link_todo": "link_kin", "link_blocks": "link_kin_pairs", "link_name_pairs": "link_kin_names"}


@cache
def steps() -> dict[str, Step]:
    """The steps of the folder `sql`, by table."""
    return {step.table: step for step in read_steps(Path(__file__).parent / "sql")}


def _reading(step: Step, names: dict[str, str]) -> Step:
    """The same step over other tables."""
    swap = re.compile(r"\b(" + "|".join(names) + r")\b")
    sql = swap.sub(lambda found: names[found.group(1)], step.sql)
    reads = tuple(names.get(name, name) for name in step.reads)
    return replace(step, table=names.get(step.table, step.table), reads=reads, sql=sql)


def _position_rows() -> list[tuple[int, int, int, int, int, int]]:
    rows = []
    for place in range(1, _POSITIONS + 1):
        weight = int.from_bytes(hashlib.sha256(f"name position {place}".encode()).digest()[:5]) % 2**36
        own = _ID_WEIGHTS[place - 1] if place <= 18 else 0
        after = _ID_WEIGHTS[place] if place < 18 else 0
        before = _ID_WEIGHTS[place - 2] if 2 <= place <= 19 else 0
        rows.append((place, weight, own, after, before, pow(own, -1, 11) if own else 0))
    return rows


def limits(run: Run) -> dict[str, int]:
    """Thresholds for the period: table `parameters` (names `link_...`) over the defaults."""
    found = dict(defaults()["limits"])
    if "parameters" in run.prints:
        sql = (
            "select name, value from parameters where name like 'link!_%' escape '!' and region = ''"
            " and :period_end between from_date and to_date order by name"
        )
        for name, value in run.engine.rows(sql, {"period_end": run.params["period_end"]}):
            if name.removeprefix("link_") in found:
                found[name.removeprefix("link_")] = int(value)
    return {name: int(value) for name, value in found.items()}


def _prepare(run: Run) -> None:
    """The small tables made in Python."""
    run.made("link_chars", chars.TYPES, chars.table())
    run.made(
        "link_spellings", {"written": "VARCHAR", "usual": "VARCHAR", "len": "INTEGER"}, chars.spellings()
    )
    places = ("p", "weight", "w", "w_next", "w_prev", "inv")
    run.made(
        "link_pos", {name: "BIGINT" if name == "weight" else "INTEGER" for name in places}, _position_rows()
    )
    bounds = limits(run)
    run.made("link_limits", dict.fromkeys(bounds, "INTEGER"), [tuple(bounds.values())])
    run.made("link_words", {"word": "VARCHAR", "same": "INTEGER"}, sorted(defaults()["words"].items()))


def _remember(run: Run, place: Path | None) -> None:
    """Attach the earlier month's memory; without one only the rulings table is needed, empty."""
    if place is None:
        types = {"register": "VARCHAR", "rec_id": "VARCHAR", "person_no": "VARCHAR", "same": "INTEGER"}
        run.made("link_rulings_before", {**types, "decided_on": "INTEGER"}, [])
        return
    for table, name in memory.KEPT.items():
        run.given(name, place / f"{table}.parquet")


def _choose(run: Run, place: Path | None) -> None:
    """Which identities to decide: all in a first month; later the new ones and those that changed people touch."""
    known = steps()
    if place is None:
        run.build(Step("link_p_changed", ("link_p",), "", "select * from link_p where 1 = 0", ""))
        run.build(known["link_repairs"])
        run.build(Step("link_todo", ("link_m",), "ikey", "select * from link_m", ""))
        return
    run.build(known["link_p_changed"])
    run.build(known["link_repairs"])
    for table in ("link_numbered", "link_blocks"):
        run.build(_reading(known[table], _TOUCHED))
    sql = (
        "select m.* from link_m as m left join (select distinct ikey from link_fate_before) as b on b.ikey = m.ikey"
        " left join (select distinct ikey from link_blocks_touched) as t on t.ikey = m.ikey"
        " where b.ikey is null or t.ikey is not null"
    )
    run.build(Step("link_todo", ("link_m", "link_fate_before", "link_blocks_touched"), "ikey", sql, ""))


def _learned(run: Run, place: Path | None) -> Parameters:
    """Parameters of the earlier month, or learned from this month's certain pairs."""
    if place is not None:
        return memory.read_parameters(place)
    run.build(steps()["link_counted"])
    run.build(Step("link_counts_frozen", ("link_counted",), "kind, key", "select * from link_counted", ""))
    for table in ("link_kin", "link_kin_pairs"):
        run.build(steps()[table])
    run.build(_reading(steps()["link_name_pairs"], _KIN))
    return learn(gather(run))


def build_people(run: Run) -> None:
    """Build `persons` and `mentions` from the clean registers."""
    run.made("link_claims", {"code": "VARCHAR"}, [(code,) for code in defaults()["claims"]])
    run.build_all([steps()[table] for table in ("persons", "mentions")])


def run_link(run: Run) -> None:
    """Link every mention of a person: leaves `links`, `doubts`, `link_counts`, `person_keys` (19-05-04).

    Needs `persons` and `mentions` (built here from the clean registers when absent) and `decisions`;
    `parameters` is used when present. Deterministic: the same tables and memory give the same rows.
    """
    if "persons" not in run.prints or "mentions" not in run.prints:
        build_people(run)
    known, place = steps(), memory.earlier(run)
    _prepare(run)
    _remember(run, place)
    run.build_all([known[table] for table in DERIVED])
    _choose(run, place)
    for table in ("link_numbered", "link_blocks", "link_name_pairs", "link_evidence"):
        run.build(known[table])
    parameters = _learned(run, place)
    run.made("link_weights", WEIGHT_TYPES, weight_rows(parameters))
    run.made("link_scale", dict.fromkeys(SCALE, "INTEGER"), [scale_row(parameters)])
    run.made("link_log", LOG_TYPES, log_rows(parameters))
    for table in ("link_common", "link_scored", "link_fate_new"):
        run.build(known[table])
    if place is None:
        run.build(
            Step("link_fate", ("link_fate_new",), "ikey, rank, person_no", "select * from link_fate_new", "")
        )
    else:
        run.build(known["link_fate"])
    run.build_all([known[table] for table in ("links", "doubts", "link_counts", "person_keys")])
    memory.keep(run, parameters, place)
    run.says(
        f"  matching {memory.version(parameters)}: {run.counts['link_todo']:,} of {run.counts['link_m']:,} decided anew"
    )


def link_version(run: Run) -> str:
    """The name of the parameters this month's links were decided with, for the manifest."""
    return memory.version(memory.read_parameters(memory.folder(run)))
