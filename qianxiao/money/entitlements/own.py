"""A person's own money by item and school year: so much a year, so much arrived, so much under way (J2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from qianxiao.money.entitlements import queries, reasons, words
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.office.accounts.scope import Scope


@dataclass
class Year:
    """One item in one school year, or one record that is paid once; money in fen. pending: due and not arrived."""

    item: str
    title: str
    when: str
    clause: str = ""
    label: str = ""
    plain: str = ""
    due: int = 0
    had: int = 0
    later: int = 0
    rows: list[tuple[Entitlement, str, str]] = field(default_factory=list)  # row, term, what holds it

    @property
    def pending(self) -> int:
        """What has fallen due and has not arrived."""
        return self.due - self.had


def of(scope: Scope, rows: Iterable[Entitlement] | None = None) -> list[Year]:
    """What the person of an own scope is due, newest school year first; what was never met is left out."""
    found: dict[tuple[str, str], Year] = {}
    told = queries.own(scope) if rows is None else rows
    for one in told:
        if one.verdict != "due" or one.state == "gone":
            continue
        year = queries.school_year(one.instalment)
        key = (one.item, year or one.record)
        made = found.setdefault(key, _year(one, year))
        if one.state == "coming":
            made.later += one.amount
        else:
            made.due, made.had = made.due + one.amount, made.had + one.had
        made.rows.append((one, words.when(one), words.gap(one)))
    return sorted(
        found.values(), key=lambda one: max(row.month for row, _when, _gap in one.rows), reverse=True
    )


def _year(one: Entitlement, year: str) -> Year:
    said = _("school year %(from)s–%(to)s") % {"from": year, "to": int(year) + 1} if year else words.when(one)
    return Year(
        one.item, words.item(one.item), said, one.clause, reasons.label(one.clause), reasons.plain(one.clause)
    )
