"""SQL of the table `typed_cells_<register>`: every distinct cell that is not plainly right, read once."""

from qianxiao.engine.io.layouts import Column, Layout, settings
from qianxiao.engine.io.messages import ERROR, WARNING
from qianxiao.engine.io.sqlkinds import Reading
from qianxiao.engine.io.sqlparts import cell_error, fold
from qianxiao.engine.io.sqlplaces import readings
from qianxiao.engine.sqltext import Step

_STAGES = (("b", "a"), ("c", "b"), ("d", "c"))


def _labels() -> str:
    """Folded label → code, once each; a code of two digits also without its leading zero."""
    label = f"upper({fold('k.label')})"
    return (
        "labels as (select x.code_table, x.label, min(x.code) as code from ("
        f"select k.code_table, k.code, {label} as label from codes k union all "
        "select k.code_table, k.code, substr(k.code, 2) as label from codes k"
        " where length(k.code) = 2 and left(k.code, 1) = '0') x group by x.code_table, x.label)"
    )


def region_ctes() -> list[str]:
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


def _distinct(column: Column, reading: Reading, register: str) -> str:
    """The cells of one column that have to be read; an empty cell is '' and left out where it may be empty and is plain."""
    own = ERROR if column.required else WARNING
    cell = f"coalesce(r.{column.name}, '')" if column.required or not reading.plain else f"r.{column.name}"
    source = f"(select {cell} as cell from raw_{register} r) x"
    if reading.plain and "regions" in reading.lists:
        number = "try_cast(left(x.cell, 17) as bigint) as n"
        source = f"(select x.cell, {number} from {source}) x left join provinces p on p.p = left(x.cell, 2)"
    test = f" where not ({reading.plain('x.cell')})" if reading.plain else ""
    return (
        f"select '{column.name}' as col, '{own}' as own, '{column.table or 'yesno'}' as code_table, y.cell"
        f" from (select distinct x.cell from {source}{test}) y"
    )


def _mark(reading: Reading) -> str:
    """`level:fault` of a cell, or null."""
    missing = f"when d.own = '{ERROR}' then '{ERROR}:missing' else null end"
    cases = [
        f"when d.v is null then case {missing}",
        f"when {cell_error('d.v')} then concat(d.own, ':', 'formula_error')",
    ]
    if reading.blank:
        cases.append(f"when {reading.blank} then case {missing}")
    cases += [
        f"when {condition} then " + (f"'{level}:{fault}'" if level else f"concat(d.own, ':', '{fault}')")
        for condition, fault, level in reading.faults
    ]
    return f"case {' '.join(cases)} end"


def _pipeline(name: str, reading: Reading, cells: list[str]) -> list[str]:
    """Stages u, a, b, c, d of the columns that are read alike."""
    ctes = [
        f"u_{name} as ({' union all '.join(cells)})",
        f"a_{name} as (select u.*, {reading.clean} as v from u_{name} u)",
    ]
    for (stage, before), extra in zip(_STAGES, (reading.first, reading.then, reading.last), strict=True):
        more = "".join(f", {sql} as {col}" for col, sql in extra)
        ctes.append(f"{stage}_{name} as (select {before}.*{more} from {before}_{name} {before})")
    return ctes


def _result(name: str, reading: Reading) -> str:
    texts = ", ".join(
        f"cast({sql} as string) as {col}"
        for col, sql in (("text", reading.text), ("id18", reading.id18), ("id_class", reading.id_class))
    )
    return (
        f"select d.col, d.cell, {texts}, cast({reading.number} as bigint) as number, {_mark(reading)} as mark"
        f" from d_{name} d {reading.joins}"
    )


def cells_step(layout: Layout) -> Step:
    """typed_cells_<register>: col, cell (as delivered, '' for nothing), text, id18, id_class, number, mark (level:fault).

    One row per column and distinct cell; cells of names, numbers and accounts that are plainly right have none.
    """
    groups: dict[Reading, list[Column]] = {}
    for column in layout.columns:
        groups.setdefault(readings()[column.kind], []).append(column)
    lists = {name for reading in groups for name in reading.lists}
    ctes = [*([_labels()] if "codes" in lists else []), *(region_ctes() if "regions" in lists else [])]
    results = []
    for reading, columns in groups.items():
        name = columns[0].kind
        ctes += _pipeline(name, reading, [_distinct(column, reading, layout.register) for column in columns])
        results.append(_result(name, reading))
    sql = f"with {', '.join(ctes)} {' union all '.join(results)}"
    reads = (f"raw_{layout.register}", *sorted(lists))
    return Step(f"typed_cells_{layout.register}", reads, "col, cell", sql, f"check:{layout.register}")
