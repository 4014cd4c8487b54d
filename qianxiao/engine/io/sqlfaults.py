"""SQL of the tables `faults_<register>` and `clean_<register>`: what is told, and the rows that stay."""

from qianxiao.engine.io.layouts import Layout
from qianxiao.engine.io.messages import CORRECTED, ERROR, WARNING
from qianxiao.engine.sqltext import Step


def _place(row: str) -> str:
    """The place of a row as give-back files write it: file, sheet, row."""
    return f"concat({row}.src, '|', {row}.sheet, '|', cast({row}.src_row as varchar(20)))"


def _cells(layout: Layout) -> str:
    """One line per cell with a fault; rows that a returned file corrected are left out."""
    columns = ", ".join(f"('{column.name}')" for column in layout.columns)
    marks = " ".join(f"when '{column.name}' then t.f_{column.name}" for column in layout.columns)
    texts = " ".join(f"when '{column.name}' then r.{column.name}" for column in layout.columns)
    return (
        "cells as (select x.src, x.sheet, x.src_row, x.col, x.value, split_part(x.mark, ':', 2) as fault,"
        f" split_part(x.mark, ':', 1) as level from (select t.src, t.sheet, t.src_row, k.col, case k.col {texts} end as value,"
        f" case k.col {marks} end as mark from open t join raw_{layout.register} r on r.file_no = t.file_no"
        f" and r.src_row = t.src_row cross join (values {columns}) as k(col)) x where x.mark is not null)"
    )


def _corrected(layout: Layout) -> list[str]:
    """Rows kept back that a give-back file has brought again, corrected; and the rows still open."""
    return [
        (
            f"again as (select r.origin, min({_place('r')}) as place from raw_{layout.register} r"
            " where r.origin is not null group by r.origin)"
        ),
        (
            f"told as (select t.*, g.place from typed_{layout.register} t"
            f" left join again g on g.origin = {_place('t')} where t.told)"
        ),
        "open as (select * from told where not (kept_back and place is not null))",
    ]


def _twice(layout: Layout) -> list[str]:
    """Later rows with the key of an earlier one: the same content is dropped, other content kept back.

    A row kept back for its key that a give-back file brought again counts as corrected.
    """
    content = ", ".join(f"coalesce(r.{column.name}, '')" for column in layout.columns)
    return [
        f"good as (select t.file_no, t.src_row, t.key_id from typed_{layout.register} t where not t.kept_back)",
        "shared as (select g.key_id from good g group by g.key_id having count(*) > 1)",
        (
            f"lines as (select g.file_no, g.src_row, g.key_id, r.src, r.sheet, a.place, concat_ws('|', {content}) as content,"
            " row_number() over (partition by g.key_id order by g.file_no, g.src_row) as nth"
            f" from good g join shared s on s.key_id = g.key_id join raw_{layout.register} r"
            f" on r.file_no = g.file_no and r.src_row = g.src_row left join again a on a.origin = {_place('r')})"
        ),
    ]


def _unique(layout: Layout) -> str:
    """Warnings for an ID number that several rows of the register carry."""
    if "id_no" not in layout.unique:
        return ""
    typed = f"typed_{layout.register}"
    return (
        " union all select t.src, t.sheet, t.src_row, 'id_no' as col, t.id_no as value, 'same_id' as fault,"
        f" '{WARNING}' as level from {typed} t join (select u.id18, count(*) as n from {typed} u where not u.kept_back"
        " and u.id18 is not null and u.id_class in ('valid', 'valid15', 'disability') group by u.id18"
        " having count(distinct u.key_id) > 1) s on s.id18 = t.id18 where not t.kept_back"
    )


def faults_step(layout: Layout) -> Step:
    """faults_<register>: register, src, sheet, src_row, col, value, fault, level (error, warning, corrected)."""
    key = layout.keys[0].name
    same = "l.content = f.content"
    body = (
        "select c.src, c.sheet, c.src_row, c.col, c.value, c.fault, c.level from cells c"
        " union all select t.src, t.sheet, t.src_row, '' as col, cast(null as varchar(1)) as value, 'row_ragged' as fault,"
        f" '{ERROR}' as level from open t where t.note is not null"
        f" union all select t.src, t.sheet, t.src_row, '' as col, t.place as value, 'corrected' as fault,"
        f" '{CORRECTED}' as level from told t where t.kept_back and t.place is not null"
        f" union all select l.src, l.sheet, l.src_row, '{key}' as col,"
        f" case when {same} then concat(f.src, ' ', cast(f.src_row as varchar(20))) when l.place is not null then l.place"
        f" else l.key_id end as value, case when {same} then 'duplicate_same' when l.place is not null then 'corrected'"
        f" else 'duplicate_key' end as fault, case when {same} then '{WARNING}' when l.place is not null then '{CORRECTED}'"
        f" else '{ERROR}' end as level"
        " from lines l join lines f on f.key_id = l.key_id and f.nth = 1 where l.nth > 1"
    ) + _unique(layout)
    ctes = [*_corrected(layout), _cells(layout), *_twice(layout)]
    sql = f"with {', '.join(ctes)} select '{layout.register}' as register, y.* from ({body}) y"
    reads = (f"raw_{layout.register}", f"typed_{layout.register}")
    return Step(
        f"faults_{layout.register}", reads, "src, sheet, src_row, col, fault", sql, f"check:{layout.register}"
    )


def clean_step(layout: Layout, names: list[str]) -> Step:
    """clean_<register>: the typed rows that are not kept back and repeat no earlier row, by rec_id; one row a key.

    Without the place of the row: a file that was only sorted anew changes nothing (`rowmarks_` knows the places).
    """
    columns = [f"t.{name} as {name}" for name in names]
    if "rec_id" not in names:
        columns.append("t.key_id as rec_id")
    sql = (
        f"select {', '.join(columns)} from typed_{layout.register} t where not t.kept_back and not exists"
        f" (select 1 from faults_{layout.register} f where f.src = t.src and f.sheet = t.sheet"
        " and f.src_row = t.src_row and f.fault in ('duplicate_same', 'duplicate_key', 'corrected'))"
    )
    reads = (f"typed_{layout.register}", f"faults_{layout.register}")
    order = "rec_id" if "rec_id" not in names else ", ".join(column.name for column in layout.keys)
    return Step(f"clean_{layout.register}", reads, order, sql, f"check:{layout.register}")
