"""The checks of all registers as SQL steps: typed rows, faults, clean rows (contract: docs/guide/close.md)."""

from collections.abc import Collection

from qianxiao.engine.io.layouts import Column, Layout, layouts, settings
from qianxiao.engine.io.messages import ERROR, WARNING
from qianxiao.engine.io.sqlfaults import clean_step, faults_step
from qianxiao.engine.io.sqlkinds import Reading, many
from qianxiao.engine.io.sqlparts import cell_error, fold
from qianxiao.engine.io.sqlplaces import KINDS
from qianxiao.engine.sqltext import Step

_PLACE = ("src", "sheet", "src_row", "file_no", "origin", "note")


def _labels() -> str:
    """Folded label → code, once each; a code of two digits also without its leading zero."""
    label = f"upper({fold('k.label')})"
    return (
        "labels as (select x.code_table, x.label, min(x.code) as code from ("
        f"select k.code_table, k.code, {label} as label from codes k union all "
        "select k.code_table, k.code, substr(k.code, 2) as label from codes k"
        " where length(k.code) = 2 and left(k.code, 1) = '0') x group by x.code_table, x.label)"
    )


def _regions() -> list[str]:
    """Known counties and above; codes that ended before the period's end → today's code, change after change."""
    hop = "(select code, min(successor) as successor from regions where valid_to < :period_end"
    hop += " and successor is not null and successor <> '' group by code)"
    changes = range(1, settings()["region_changes"])
    joins = "".join(f" left join hops h{n} on h{n}.code = h{n - 1}.successor" for n in changes)
    followed = ", ".join([*(f"h{n}.successor" for n in reversed(changes)), "h0.successor"])
    return [
        "known as (select code from regions where length(code) = 6 group by code)",
        "provinces as (select substr(code, 1, 2) as p from regions where length(code) = 6 group by substr(code, 1, 2))",
        f"hops as {hop}",
        f"moved as (select h0.code, coalesce({followed}) as successor from hops h0{joins})",
    ]


def _fault(column: Column, reading: Reading) -> str:
    """`level:fault` of a cell, or null."""
    own = ERROR if column.required else WARNING
    v = f"d.v_{column.name}"
    missing = f"'{ERROR}:missing'" if column.required else "null"
    cases = [f"when {v} is null then {missing}", f"when {cell_error(v)} then '{own}:formula_error'"]
    if reading.blank:
        cases.append(f"when {reading.blank} then {missing}")
    cases += [f"when {condition} then '{level or own}:{fault}'" for condition, fault, level in reading.faults]
    return f"case {' '.join(cases)} end"


def _stage(name: str, before: str, extra: list[tuple[str, str]]) -> str:
    return (
        f"{name} as (select {before}.*"
        + "".join(f", {sql} as {col}" for col, sql in extra)
        + f" from {before})"
    )


def typed_step(layout: Layout) -> Step:
    """typed_<register>: values, `f_<col>` (level:fault) per column, key_id, place of origin. One row per raw row."""
    readings = {column: KINDS[column.kind](column) for column in layout.columns}
    kinds = {column.kind for column in layout.columns}
    cleaned = ["r." + name for name in _PLACE]
    for column, reading in readings.items():
        cleaned += [f"r.{column.name} as raw_{column.name}", f"{reading.clean} as v_{column.name}"]
    ctes = [f"a as (select {', '.join(cleaned)} from raw_{layout.register} r)"]
    ctes.append(_stage("b", "a", [item for reading in readings.values() for item in reading.first]))
    ctes.append(_stage("c", "b", [item for reading in readings.values() for item in reading.then]))
    ctes.append(_stage("d", "c", [item for reading in readings.values() for item in reading.last]))
    reads = [f"raw_{layout.register}"]
    if kinds & {"code", "codes", "yesno"}:
        ctes.append(_labels())
        ctes += [many(column) for column in layout.columns if column.kind == "codes"]
        reads.append("codes")
    if kinds & {"region", "id_no"}:
        ctes += _regions()
        reads.append("regions")
    outputs = [f"d.{name} as {name}" for name in _PLACE]
    for column, reading in readings.items():
        outputs += [f"{sql} as {name}" for name, sql in reading.values]
        outputs.append(f"{_fault(column, reading)} as f_{column.name}")
    joins = " ".join(join for reading in readings.values() for join in reading.joins)
    ctes.append(f"e as (select {', '.join(outputs)} from d {joins})")
    marks = [f"coalesce(e.f_{column.name}, '')" for column in layout.columns] + ["coalesce(e.note, '')"]
    errors = " or ".join(f"left({mark}, 5) = '{ERROR}'" for mark in marks[:-1])
    keys = ", ".join(f"cast(e.{column.name} as varchar(64))" for column in layout.keys)
    sql = (
        f"with {', '.join(ctes)} select e.*, concat_ws('|', {keys}) as key_id, concat({', '.join(marks)}) <> '' as told,"
        f" ({errors} or e.note is not null) as kept_back from e"
    )
    return Step(
        f"typed_{layout.register}", tuple(reads), "src, sheet, src_row", sql, f"check:{layout.register}"
    )


def check_steps(only: Collection[str] = ()) -> list[Step]:
    """Steps for every layout: typed_<register>, faults_<register>, clean_<register>; then the table `faults`.

    `only` names the registers when not all are wanted. They read raw_<register>, `codes`, `regions`.
    """
    wanted = [layout for layout in layouts().values() if not only or layout.register in only]
    steps = []
    for layout in wanted:
        names = [name for column in layout.columns for name, _ in KINDS[column.kind](column).values]
        steps += [typed_step(layout), faults_step(layout), clean_step(layout, names)]
    tables = [f"faults_{layout.register}" for layout in wanted]
    union = " union all ".join(f"select * from {table}" for table in tables)
    steps.append(
        Step("faults", tuple(tables), "register, src, sheet, src_row, col, fault", union, "check:faults")
    )
    return steps
