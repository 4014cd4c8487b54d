"""SQL of the tables `typed_told_<register>` and `faults_<register>`: what is said about cells and rows."""

from qianxiao.engine.io.layouts import Column, Layout
from qianxiao.engine.io.messages import CORRECTED, ERROR, WARNING
from qianxiao.engine.io.sqlclean import joins, values
from qianxiao.engine.io.sqlplaces import readings
from qianxiao.engine.sqltext import Step


def _told(column: Column, register: str) -> str:
    """The faulty cells of one column."""
    plain = readings()[column.kind].plain and not column.required
    cell = f"r.{column.name}" if plain else f"coalesce(r.{column.name}, '')"
    return (
        f"select r.file_no, r.src_row, '{column.name}' as col, r.{column.name} as value, m.mark from raw_{register} r"
        f" join (select cell, mark from typed_cells_{register} where col = '{column.name}' and mark is not null) m"
        f" on m.cell = {cell}"
    )


def told_step(layout: Layout) -> Step:
    """typed_told_<register>: file_no, src_row, col, value, mark (level:fault), one line per faulty cell or shifted row (col '')."""
    register = layout.register
    shifted = (
        f"select r.file_no, r.src_row, '' as col, cast(null as string) as value, '{ERROR}:row_ragged' as mark"
    )
    shifted += f" from raw_{register} r where r.note is not null"
    sql = " union all ".join([*(_told(column, register) for column in layout.columns), shifted])
    reads = (f"raw_{register}", f"typed_cells_{register}")
    return Step(f"typed_told_{register}", reads, "file_no, src_row, col", sql, f"check:{register}")


def _place(file: str, row: str) -> str:
    """The place of a row as give-back files write it: file, sheet, row."""
    return f"concat({file}.src, '|', {file}.sheet, '|', cast({row}.src_row as string))"


def _rows_back(register: str) -> list[str]:
    """Rows kept back, with the place where a give-back file has brought them again, corrected."""
    return [
        f"files as (select r.file_no, min(r.src) as src, min(r.sheet) as sheet from raw_{register} r group by r.file_no)",
        (
            f"again as (select r.origin, min({_place('r', 'r')}) as place from raw_{register} r"
            " where r.origin is not null group by r.origin)"
        ),
        (
            "back as (select t.file_no, t.src_row, f.src, f.sheet, a.place from (select distinct file_no, src_row"
            f" from typed_told_{register} where left(mark, 5) = '{ERROR}') t join files f on f.file_no = t.file_no"
            f" left join again a on a.origin = {_place('f', 't')})"
        ),
    ]


def _good(layout: Layout) -> str:
    """The rows not kept back."""
    return (
        f"(select t.* from typed_{layout.register} t where not exists"
        " (select 1 from back b where b.file_no = t.file_no and b.src_row = t.src_row))"
    )


def _twice(layout: Layout) -> list[str]:
    """Later rows with the key of an earlier one: the same content is dropped, other content kept back.

    A row kept back for its key that a give-back file brought again counts as corrected.
    """
    content = ", ".join(f"coalesce(r.{column.name}, '')" for column in layout.columns)
    return [
        f"shared as (select g.key_id from {_good(layout)} g group by g.key_id having count(*) > 1)",
        (
            f"lines as (select g.file_no, g.src_row, g.key_id, r.src, r.sheet, a.place, concat_ws('|', {content}) as content,"
            " row_number() over (partition by g.key_id order by g.file_no, g.src_row) as nth"
            f" from {_good(layout)} g join shared s on s.key_id = g.key_id join raw_{layout.register} r"
            f" on r.file_no = g.file_no and r.src_row = g.src_row left join again a on a.origin = {_place('r', 'r')})"
        ),
    ]


def _same_id(layout: Layout) -> list[str]:
    """Rows whose ID number a row with another key carries too, where it should stand on one row only."""
    valid = "id_class in ('valid', 'valid15', 'disability')"
    return [
        f"numbers as (select g.id18 from {_good(layout)} g where g.{valid} group by g.id18 having count(*) > 1)",
        f"mates as (select g.* from {_good(layout)} g join numbers n on n.id18 = g.id18)",
        f"sharing as (select id18 from mates where {valid} group by id18 having min(key_id) <> max(key_id))",
    ]


def faults_step(layout: Layout) -> Step:
    """faults_<register>: register, src, sheet, src_row, col, value, fault, level (error, warning, corrected)."""
    column = layout.keys[0].name
    same = "l.content = f.content"
    body = (
        "select f.src, f.sheet, t.src_row, t.col, t.value, split_part(t.mark, ':', 2) as fault,"
        f" split_part(t.mark, ':', 1) as level from typed_told_{layout.register} t join files f on f.file_no = t.file_no"
        " left join back b on b.file_no = t.file_no and b.src_row = t.src_row where b.place is null"
        " union all select b.src, b.sheet, b.src_row, '' as col, b.place as value, 'corrected' as fault,"
        f" '{CORRECTED}' as level from back b where b.place is not null"
        f" union all select l.src, l.sheet, l.src_row, '{column}' as col,"
        f" case when {same} then concat(f.src, ' ', cast(f.src_row as string)) when l.place is not null then l.place"
        f" else l.key_id end as value, case when {same} then 'duplicate_same' when l.place is not null then 'corrected'"
        f" else 'duplicate_key' end as fault, case when {same} then '{WARNING}' when l.place is not null then '{CORRECTED}'"
        f" else '{ERROR}' end as level"
        " from lines l join lines f on f.key_id = l.key_id and f.nth = 1 where l.nth > 1"
    )
    ctes = [*_rows_back(layout.register), *_twice(layout)]
    if "id_no" in layout.unique:
        ctes += _same_id(layout)
        body += (
            " union all select r.src, r.sheet, r.src_row, 'id_no' as col,"
            f" {values(layout.column('id_no'))[0][1]} as value, 'same_id' as fault, '{WARNING}' as level"
            f" from mates g join sharing s on s.id18 = g.id18 join raw_{layout.register} r on r.file_no = g.file_no"
            f" and r.src_row = g.src_row {joins(layout, [layout.column('id_no')])}"
        )
    sql = f"with {', '.join(ctes)} select '{layout.register}' as register, y.* from ({body}) y"
    reads = tuple(f"{kind}_{layout.register}" for kind in ("raw", "typed_cells", "typed", "typed_told"))
    return Step(
        f"faults_{layout.register}", reads, "src, sheet, src_row, col, fault", sql, f"check:{layout.register}"
    )
