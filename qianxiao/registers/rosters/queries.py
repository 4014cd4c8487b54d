"""Scoped reads of imports: the list, one import, a tab of its lines with both versions opened."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from qianxiao.base.masks import mask_account, mask_id, mask_phone
from qianxiao.engine.io.layouts import Layout, layouts
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.audit.keys import ring
from qianxiao.registers.rosters.models import Entry, Import, Line, State, Verdict
from qianxiao.registers.rosters.sealing import Keys, shown

PAGE = 50
TABS = (Verdict.NEW, Verdict.CHANGED, Verdict.TWIN, Verdict.MEANWHILE)
SQL = Path(__file__).parent / "sql"
_MASKS = {"id_no": mask_id, "phone": mask_phone, "account": mask_account}


@dataclass(frozen=True)
class Cell:
    """One column of a line: what is held, what the file says, masked; whether they differ."""

    title: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass
class Row:
    """A line with its cells, and the line that is held (or may be the same) beside it."""

    line: Line
    cells: list[Cell] = field(default_factory=list)
    beside: Line | None = None
    beside_file: str = ""

    @property
    def changed(self) -> list[Cell]:
        """The cells that differ. A number may differ behind its mask: then the title alone tells."""
        return [cell for cell in self.cells if cell.differs]


def sql(name: str) -> str:
    """The text of one step."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def imports(scope: Scope) -> "QuerySet[Import]":
    """The imports of a scope."""
    scope.need(Right.IMPORT)
    rows: QuerySet[Import] = Import.objects.within(scope)
    return rows


def get_import(scope: Scope, number: int, lock: bool = False) -> Import:
    """One import in scope. Raises Http404."""
    scope.need(Right.IMPORT)
    found: Import = the_one(Import.objects.within(scope), number, lock)
    return found


def page(scope: Scope, one: Import, tab: str, after: int | None = None) -> tuple[list[Row], str]:
    """One screen of a tab in the order of the file, cells opened and masked, and the number to go on from.

    Raises RingProblem, Tampered.
    """
    rows = Line.objects.within(scope).filter(imported=one, verdict=tab).order_by("n")
    if after is not None:
        rows = rows.filter(n__gt=after)
    found = list(rows[: PAGE + 1])
    more = str(found[PAGE - 1].n) if len(found) > PAGE else ""
    lines = found[:PAGE]
    wanted = {line.prior_id or line.other_id for line in lines} - {None}
    beside = {
        line.pk: line for line in Line.objects.within(scope).filter(pk__in=wanted).select_related("imported")
    }
    layout, keys = layouts()[one.register], _Opener()
    return [_row(line, beside.get(line.prior_id or line.other_id or 0), layout, keys) for line in lines], more


class _Opener:
    """Opens sealed cells; keys are looked up once a page."""

    def __init__(self) -> None:
        self._keys: dict[int, Keys] = {}

    def cells(self, line: Line) -> list[str | None]:
        if line.version not in self._keys:
            self._keys[line.version] = Keys.of(ring(), line.version)
        return self._keys[line.version].open(line.imported_id, line.n, bytes(line.sealed))


def _masked(kind: str, text: str | None) -> str:
    return _MASKS[kind](text) if kind in _MASKS else shown(text or "")


def _row(line: Line, beside: Line | None, layout: Layout, opener: _Opener) -> Row:
    mine = opener.cells(line)
    theirs = opener.cells(beside) if beside else [None] * len(mine)
    cells = []
    for column, now, before in zip(layout.columns, mine, theirs, strict=True):
        old, new = _masked(column.kind, before), _masked(column.kind, now)
        if column.kind in _MASKS and now != before and old == new:
            new += " ≠"  # another number under the same mask
        cells.append(Cell(column.zh, old, new))
    return Row(line, cells, beside, beside.imported.file_name if beside else "")


def answered(scope: Scope, one: Import) -> int:
    """Lines somebody said `take` of that are not held yet."""
    held = "NOT EXISTS (SELECT FROM rosters_entry e WHERE e.line_id = rosters_line.id)"
    rows = Line.objects.within(scope).filter(imported=one, answer="take")
    return int(rows.extra(where=[held]).count())  # noqa: S610 - no input in it


def is_current(one: Import) -> bool:
    """Whether the page has to be asked for again by itself."""
    return one.state in (State.READING, State.ACCEPTING)


def holds(scope: Scope, register: str) -> bool:
    """Whether anything of a register is held in a scope."""
    return bool(Entry.objects.within(scope).filter(register=register).exists())


def held_rows(register: str, period: int) -> Any:
    """A server-side cursor over (import, n, key version, sealed cells) of what a register held in a month.

    In the caller's transaction and scope.
    """
    cursor = connection.connection.cursor(name="rosters_held")
    cursor.execute(sql("7_held"), {"register": register, "period": period})
    return cursor
