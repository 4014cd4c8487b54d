"""A notice on paper: what is pinned to the boards of its villages, masked as it is shown, a sheet for each place (X-07)."""

import tempfile
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianxiao.engine.files.pdf import write_pdf
from qianxiao.masterdata.regions.queries import names
from qianxiao.money.notices import lists, queries, rules
from qianxiao.money.notices.models import Notice, NoticeLine
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.lists.figures import yuan
from qianxiao.registers.schools.words import day

_VILLAGE = 12  # digits of a village's code


def of_notice(scope: Scope, one: Notice, printed: str) -> bytes:
    """The sheets of a notice. Raises RuntimeError when the Chinese fonts are missing.

    What may only be read in the village goes by villages, so that no board names another's people; else one list.
    """
    kind = rules.kinds()[one.kind]
    rows = list(queries.lines_of(scope, one.pk).select_related("person").order_by("number"))
    numbered, placed = any(row.id_mask for row in rows), kind.public and any(row.place for row in rows)
    heads = [(_("No."), 14), (_("Name"), 0)]
    heads += [(_("ID number"), 58)] if numbered else []
    heads += [(_("Township"), 42)] if placed else []
    heads += [(_("Amount (yuan)"), 36)]

    def told(row: NoticeLine) -> list[str]:
        middle = ([row.id_mask] if numbered else []) + ([row.place] if placed else [])
        return [str(row.number), row.name, *middle, yuan(row.amount)]

    sheets = []
    for place, lines in _by_place(one, kind.public, rows):
        said = ngettext("%(n)d line", "%(n)d lines", len(lines)) % {"n": len(lines)}
        sheets.append(
            {
                "place": place,
                "rows": [told(row) for row in lines],
                "count": said,
                "sum": yuan(sum(row.amount for row in lines)),
            }
        )
    data = {
        "title": lists.title(one), "printed": printed, "sheets": sheets, "digest": one.digest,
        "head": [head for head, _wide in heads], "widths": [wide for _head, wide in heads],
        "says": [
            _("Up from %(first)s to %(last)s, working days only.") % {"first": day(one.opened_on), "last": day(one.due_on)},
            _("Names are shortened; nothing else about a person is shown."),
        ],
        "asks": [
            _("Whoever sees a mistake tells the village committee, the township or the county office of human resources before the last day."),
            _("Nobody has to give a name. Until it is answered the line is not paid."),
        ],
        "signs": [_("Pinned by"), _("Pinned on"), _("Taken down by"), _("Taken down on")],
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="qianxiao-board-") as home:
        target = Path(home) / "board.pdf"
        write_pdf("board", data, target)
        return target.read_bytes()


def _by_place(one: Notice, public: bool, rows: list[NoticeLine]) -> list[tuple[str, list[NoticeLine]]]:
    """(name of the place, its lines in the order of the notice)."""
    if public:
        return [(names({one.region}).get(one.region, one.region), rows)]

    def village(row: NoticeLine) -> str:
        return row.person.region[:_VILLAGE] if row.person else one.region

    parts = [
        (code, list(lines))
        for code, lines in groupby(sorted(rows, key=lambda row: (village(row), row.number)), village)
    ]
    called = names({code[:size] for code, _lines in parts for size in (6, 9, _VILLAGE)})
    return [
        (" ".join(called.get(code[:size], code[:size]) for size in (6, 9, _VILLAGE)), lines)
        for code, lines in parts
    ]
