"""SQL of `typed_` and `clean_<register>`: delivered cells or, where `typed_cells_<register>` holds one, what it means."""

from collections.abc import Iterable

from qianxiao.engine.io.layouts import Column, Layout
from qianxiao.engine.io.messages import WARNING
from qianxiao.engine.io.sqlplaces import readings
from qianxiao.engine.sqltext import Step


def _cell(column: Column) -> str:
    """The delivered cell as `typed_cells_<register>` names it."""
    return f"r.{column.name}" if readings()[column.kind].plain else f"coalesce(r.{column.name}, '')"


def joins(layout: Layout, columns: Iterable[Column]) -> str:
    """Joins of raw rows `r` with what their cells mean, `m_<col>`."""
    return " ".join(
        f"left join (select cell, text, id18, id_class, number from typed_cells_{layout.register}"
        f" where col = '{column.name}') m_{column.name} on m_{column.name}.cell = {_cell(column)}"
        for column in columns
    )


def values(column: Column) -> tuple[tuple[str, str], ...]:
    """Output columns of a column: names and expressions over `r` and `m_<col>`."""
    name = column.name
    r, m = f"r.{name}", f"m_{name}"
    if column.kind == "id_no":
        classed = f"case when {m}.cell is not null then {m}.id_class when {r} is null then 'missing' else 'valid' end"
        return (
            (name, f"case when {m}.cell is null then {r} else {m}.text end"),
            ("id18", f"case when {m}.cell is null then {r} else {m}.id18 end"),
            ("id_class", classed),
        )
    if readings()[column.kind].plain:
        return ((name, f"case when {m}.cell is null then {r} else {m}.text end"),)
    if column.kind in ("date", "month"):
        return ((name, f"cast({m}.number as int)"),)
    if column.kind in ("int", "yuan"):
        return ((name, f"{m}.number"),)
    if column.kind == "yesno":
        return ((name, f"{m}.text = '1'"),)
    if column.kind == "region":
        return ((name, f"{m}.text"), (f"{name}_raw", r))
    return ((name, f"{m}.text"),)


def key(layout: Layout) -> str:
    """The key columns joined by `|`, over `r` and `m_<col>`."""
    texts = [f"cast({values(column)[0][1]} as string)" for column in layout.keys]
    return texts[0] if len(texts) == 1 else f"concat_ws('|', {', '.join(texts)})"


def typed_step(layout: Layout) -> Step:
    """typed_<register>: file_no, src_row, key_id, and id18, id_class where an ID number should stand on one row only."""
    register = layout.register
    number = [layout.column("id_no")] if "id_no" in layout.unique else []
    outputs = [(name, sql) for column in number for name, sql in values(column) if name != "id_no"]
    columns = (*layout.keys, *number)
    sql = (
        f"select r.file_no, r.src_row, {key(layout)} as key_id"
        + "".join(f", {sql} as {name}" for name, sql in outputs)
        + f" from raw_{register} r {joins(layout, columns)}"
    )
    reads = (f"raw_{register}", f"typed_cells_{register}")
    return Step(f"typed_{register}", reads, "", sql, f"check:{register}")


def clean_names(layout: Layout) -> list[str]:
    """Columns of clean_<register>, in order, rec_id always among them."""
    names = [name for column in layout.columns for name, _ in values(column)]
    return names if "rec_id" in names else [*names, "rec_id"]


def clean_step(layout: Layout) -> Step:
    """clean_<register>: the rows that are not kept back, not settled and repeat no earlier row, by rec_id; one row a key.

    Without the place of the row: a file that was only sorted anew changes nothing (`rowmarks_` knows the places).
    """
    outputs = [pair for column in layout.columns for pair in values(column)]
    names = [name for name, _ in outputs]
    rec_id = [] if "rec_id" in names else [("rec_id", key(layout))]
    register = layout.register
    sql = (
        f"select {', '.join(f'{sql} as {name}' for name, sql in (*outputs, *rec_id))} from raw_{register} r"
        f" {joins(layout, layout.columns)} where not exists (select 1 from faults_{register} f where f.src = r.src"
        f" and f.sheet = r.sheet and f.src_row = r.src_row and (f.level <> '{WARNING}' or f.fault = 'duplicate_same'))"
    )
    order = "rec_id" if rec_id else ", ".join(column.name for column in layout.keys)
    reads = (f"raw_{register}", f"typed_cells_{register}", f"faults_{register}")
    return Step(f"clean_{register}", reads, order, sql, f"check:{register}")
