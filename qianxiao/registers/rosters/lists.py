"""The list of imports (B18) as it is declared: newest first, by roster and state."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.rosters import queries, words
from qianxiao.registers.rosters.models import Import, State
from qianxiao.registers.rosters.rules import rules


def _file(row: Import, _told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{} <span class="num">{}</span></a> <span class="l2 wrap">{}</span>',
        reverse("import", args=[row.pk]), words.roster(row.register), ymd(row.period), row.file_name,
    )  # fmt: skip


def _by(row: Import, _told: Told) -> str:
    at = date_format(localtime(row.at), "Y-m-d H:i")
    return format_html('{} <span class="l2 num">{}</span>', row.by_name or row.by, at)


def _rosters(_told: Told) -> Sequence[tuple[str, str]]:
    return [(name, words.roster(name)) for name in rules()]


IMPORTS = Listing(
    Declared(
        page="imports",
        columns=(
            Column("file", _("File"), _file, lambda row, _told: row.file_name, always=True),
            Column("state", _("State"), lambda row, _told: mark(words.import_tone(row.state), words.import_state(row.state)),
                   lambda row, _told: words.import_state(row.state)),
            Column("rows", _("Rows"), lambda row, _told: str(row.rows), lambda row, _told: str(row.rows), kind="r num"),
            Column("taken", _("Imported"), lambda row, _told: str(row.taken), lambda row, _told: str(row.taken), kind="r num"),
            Column("wrong", _("Wrong"), lambda row, _told: str(row.wrong), lambda row, _told: str(row.wrong), kind="r num"),
            Column("by", _("Brought in"), _by, lambda row, _told: row.by_name or row.by),
        ),
        filters=(
            Filter("roster", _("Roster"), _rosters, lambda value, _told: Q(register=value)),
            Filter("state", _("State"), lambda _told: [(one.value, words.import_state(one)) for one in State], lambda value, _told: Q(state=value)),
        ),
        orders=(Order("newest", ("-id",)),),
        size=20,
    ),
    rows=lambda actor, _told: queries.imports(actor.scope),
)  # fmt: skip
