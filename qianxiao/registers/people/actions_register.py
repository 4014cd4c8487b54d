"""The register of corrections, written for the next close (B10)."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.timezone import localdate

from qianxiao.base.wholefile import whole_csv
from qianxiao.engine.io.layouts import layouts
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import record_command
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.models import Correction, Enrolment

# field → what the register calls it, as the close reads it; a telephone is set right by one person and stays in the vault
WRITTEN = {"name": "姓名", "sex": "性别", "birth": "出生日期"}
REGISTER = "poor"


def write_corrections(out: Path, period: int, by: str) -> int:
    """Write the register 人员信息更正 for the close of a month (layout `corrections`); returns its rows.

    Everything two people set right on the data of earlier months and that still stands; a month that is closed again
    gets what it got the first time, less what the register has overtaken since. Whole or not at all, readable by the
    owner only. Raises OSError.
    """
    head = [column.zh for column in layouts()["corrections"].columns]
    with in_scope(whole_scope()) as scope:
        record_command(by, AccessLog.Kind.EXPORT, "corrections")
        with whole_csv(out, head, _lines(scope, period)) as rows:
            pass
    return rows


def _lines(scope: Scope, period: int) -> Iterator[list[str]]:
    """Rows in the order of the layout: numbers of correction and person, field, told, value, both hands, day, why."""
    rows = Correction.objects.within(scope).filter(state=Correction.State.APPLIED, period__lt=period)
    rows = rows.filter(field__in=WRITTEN).exclude(checked_by="").exclude(checked_at=None).order_by("id")
    held = Enrolment.objects.within(scope).filter(register=REGISTER, person__in=rows.values("person"))
    # the number the register gives the person now comes last and counts
    numbers = dict(held.order_by("last_period", "number").values_list("person_id", "number"))
    for line in rows.iterator(chunk_size=5000):
        if line.person_id in numbers:
            hands = (line.by, line.checked_by, localdate(line.checked_at).isoformat())
            told = (str(line.pk), numbers[line.person_id], WRITTEN[line.field], line.told, line.after)
            yield [*told, *hands, line.reason]
