"""SQL of an upload beyond the checks of the close: rows that are somebody else's, cells nobody may deliver, good rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from qianxiao.base.scope import Range
from qianxiao.engine.io.celltext import FORMULA
from qianxiao.engine.io.layouts import Column, Layout, settings
from qianxiao.engine.io.messages import ERROR, WARNING
from qianxiao.engine.io.sqlclean import joins, key, values
from qianxiao.engine.sqltext import Step, literal

USABLE = ("valid", "valid15", "disability")  # classes of ID numbers that prove who somebody is
# Of no width, or turning the direction of what follows: two cells that look alike would be two people.
_INVISIBLE = "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]"
_NONE, _CUT = "\x01", "\x1f"


@dataclass(frozen=True)
class Place:
    """Which rows may be delivered: those whose `column` lies in `ranges` or is one of `codes`.

    Without a column every row is the deliverer's own. `default` stands where the cell is empty or unreadable.
    """

    column: str
    ranges: tuple[Range, ...] = ()
    codes: tuple[str, ...] = ()
    default: str = ""


def _typed(column: Column) -> str:
    """What the cell of a column means, over `r` and `m_<col>`."""
    return values(column)[0][1]


def _where(layout: Layout, place: Place) -> str:
    """The region or institution a row belongs to."""
    default = literal(place.default or None)
    if not place.column:
        return f"cast({default} as string)"
    return f"coalesce(nullif({_typed(layout.column(place.column))}, ''), {default})"


def _inside(text: str, place: Place) -> str:
    parts = [f"({text} >= {literal(lo)} and {text} < {literal(hi)})" for lo, hi in place.ranges]
    if place.codes:
        parts.append(f"{text} in ({', '.join(map(literal, place.codes))})")
    return " or ".join(parts) or "false"


def _foreign(layout: Layout, place: Place) -> str:
    """Rows of other regions or institutions, and rows that say nothing where something must be said."""
    column = layout.column(place.column)
    said = _where(layout, place)
    return (
        f"select r.src, r.sheet, r.src_row, '{column.name}' as col, r.{column.name} as value,"
        f" case when {said} is null then 'missing' else 'not_yours' end as fault, '{ERROR}' as level"
        f" from raw_{layout.register} r {joins(layout, [column])}"
        f" where not coalesce({_inside(said, place)}, false)"
        f" and not ({said} is null and {'true' if column.required else 'false'})"
    )


def _odd_cells(layout: Layout) -> str:
    """Cells with characters that cannot be seen, and cells that are too long."""
    names = [column.name for column in layout.columns]
    listed = ", ".join(f"coalesce(r.{name}, '')" for name in names)
    most = int(settings()["upload"]["cell_chars"])
    return (
        f"select o.src, o.sheet, o.src_row, o.col, left(o.value, 40) as value,"
        f" case when length(o.value) > {most} then 'too_long' else 'invisible' end as fault, '{ERROR}' as level"
        f" from (select r.src, r.sheet, r.src_row, unnest([{', '.join(map(literal, names))}]) as col,"
        f" unnest([{listed}]) as value from raw_{layout.register} r"
        f" where regexp_like(concat({listed}), '{_INVISIBLE}') or length(concat({listed})) > {most}) o"
        f" where length(o.value) > {most} or regexp_like(o.value, '{_INVISIBLE}')"
    )


def _all_of_a_key(layout: Layout) -> str:
    """The first row of a key that another row contradicts: nobody knows which is right, so neither is taken."""
    register, first = layout.register, layout.keys[0].name
    return (
        f"select r.src, r.sheet, r.src_row, '{first}' as col, t.key_id as value, 'duplicate_key' as fault,"
        f" '{ERROR}' as level from typed_{register} t join raw_{register} r on r.file_no = t.file_no"
        f" and r.src_row = t.src_row where t.key_id in (select value from faults_{register} where fault = 'duplicate_key')"
        f" and not exists (select 1 from faults_{register} f where f.src = r.src and f.sheet = r.sheet"
        " and f.src_row = r.src_row and f.fault in ('duplicate_key', 'duplicate_same'))"
    )


def faults(layout: Layout, place: Place) -> Step:
    """`faults`: what the close would say, what it lets pass with a word and an upload does not, what is nobody's to deliver."""
    register = layout.register
    lost = f"f.fault in ('formula_error', 'digits_lost') and f.level = '{WARNING}'"
    told = (
        "select f.src, f.sheet, f.src_row, f.col, f.value,"
        f" case when f.fault = 'formula_error' and f.value = '{FORMULA}' then 'formula_cell' else f.fault end as fault,"
        f" case when {lost} then '{ERROR}' else f.level end as level from faults_{register} f"
    )
    parts = [told, _odd_cells(layout), _all_of_a_key(layout)]
    if place.column:
        parts.append(_foreign(layout, place))
    union = " union ".join(parts)
    reads = (f"faults_{register}", f"raw_{register}", f"typed_{register}", f"typed_cells_{register}")
    sql = f"select '{register}' as register, y.* from ({union}) y"
    return Step("faults", reads, "src, sheet, src_row, col, fault", sql, f"upload:{register}")


def good(layout: Layout, place: Place, twin: Sequence[str]) -> Step:
    """`good`: the rows that may be taken. Nothing is sorted and no large table is held beside another.

    n (place in the file: its sheets one after the other, so rows kept back leave gaps), src, sheet, src_row, key_id, belongs, name, id_no and phone and account (as delivered, or null),
    id18 (only where it proves who somebody is), cells (JSON list in the layout's order), content (what the cells
    mean), twin (what makes two rows tell the same under two numbers; null where no good ID number stands).
    """
    register, kinds = layout.register, {column.kind: column for column in layout.columns}
    numbers = {
        kind: f"r.{kinds[kind].name}" if kind in kinds else "null" for kind in ("id_no", "phone", "account")
    }
    id18 = "cast(null as string)"
    if "id_no" in kinds:
        outputs = dict(values(kinds["id_no"]))
        classes = ", ".join(map(literal, USABLE))
        id18 = f"case when {outputs['id_class']} in ({classes}) then {outputs['id18']} end"
    means = [f"coalesce(cast({_typed(column)} as string), '{_NONE}')" for column in layout.columns]
    same = _twin(layout, twin, id18)
    name = "r.name" if any(column.name == "name" for column in layout.columns) else "''"
    sql = (
        f"select cast(o.before + r.src_row as int) as n, r.src, r.sheet, r.src_row, {key(layout)} as key_id,"
        f" coalesce({_where(layout, place)}, '') as belongs, coalesce({name}, '') as name,"
        + "".join(f" cast({text} as string) as {kind}," for kind, text in numbers.items())
        + f" {id18} as id18, cast(to_json([{', '.join(f'r.{column.name}' for column in layout.columns)}]) as string) as cells,"
        f" concat_ws('{_CUT}', {', '.join(means)}) as content, {same} as twin"
        f" from raw_{register} r join (select file_no, sum(last) over (order by file_no) - last as before from"
        f" (select file_no, max(src_row) as last from raw_{register} group by file_no) s) o on o.file_no = r.file_no"
        f" {joins(layout, layout.columns)}"
        " where not exists (select 1 from faults f where f.src = r.src and f.sheet = r.sheet and f.src_row = r.src_row"
        f" and (f.level <> '{WARNING}' or f.fault = 'duplicate_same'))"
    )
    return Step(
        "good", ("faults", f"raw_{register}", f"typed_cells_{register}"), "", sql, f"upload:{register}"
    )


def _twin(layout: Layout, twin: Sequence[str], id18: str) -> str:
    """The text two rows share when they tell the same; null where one of its cells is empty or no number is sound."""
    if not twin:
        return "cast(null as string)"
    parts = [id18 if name == "id_no" else f"cast({_typed(layout.column(name))} as string)" for name in twin]
    known = " and ".join(f"nullif({part}, '') is not null" for part in parts)
    return f"case when {known} then concat_ws('{_CUT}', {', '.join(parts)}) end"
