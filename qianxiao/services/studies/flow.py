"""What can happen to a registration, as one table: from which state, by whom, with what paper, into which state (19-05-01).

Statuses are codes of the table student_status. A pending registration waits for the principal, then for the department
above the school; a held one for the student, a returned one for the school.
"""

from dataclasses import dataclass, field

from qianxiao.office.accounts.roles import Right
from qianxiao.services.studies.models import ACTIVE, CANCELLED, GRADUATED, KEPT, PENDING, SUSPENDED


@dataclass(frozen=True)
class Step:
    """One line. `waits` are the waits it may start from, `then` the one it leaves; dated ones ask for day, reason, paper."""

    verb: str
    start: tuple[str, ...]
    to: str
    right: Right
    waits: tuple[str, ...] = ("",)
    then: str = ""
    dated: bool = True
    why: bool = True  # a reason is asked for
    asks: tuple[str, ...] = field(default=())  # what else: major, school

    @property
    def department(self) -> bool:
        """Whether the department above the school does it, not the school."""
        return self.right == Right.STUDENT_CHECK

    def fits(self, status: str, waits: str) -> bool:
        """Whether it can begin from here."""
        return status in self.start and waits in self.waits


_SCHOOL, _HEAD, _OFFICE = Right.ENROL, Right.PRINCIPAL, Right.STUDENT_CHECK
_LEFT = (ACTIVE, SUSPENDED, KEPT)
FLOW = (
    Step("approve", (PENDING,), PENDING, _HEAD, ("principal",), "department", dated=False, why=False),
    Step("decline", (PENDING,), PENDING, _HEAD, ("principal",), "school", dated=False),
    Step("confirm", (PENDING,), ACTIVE, _OFFICE, ("department",), dated=False, why=False),
    Step("return", (PENDING,), PENDING, _OFFICE, ("department",), "school", dated=False),
    Step("resubmit", (PENDING,), PENDING, _SCHOOL, ("school",), "principal", dated=False),
    Step("cancel", (PENDING,), CANCELLED, _SCHOOL, ("school", "principal", "department", "student"), dated=False),
    Step("suspend", (ACTIVE,), SUSPENDED, _SCHOOL),
    Step("resume", (SUSPENDED, KEPT), ACTIVE, _SCHOOL),
    Step("keep", (ACTIVE, SUSPENDED), KEPT, _SCHOOL),
    Step("major", (ACTIVE,), ACTIVE, _SCHOOL, asks=("major",)),
    Step("advance", (ACTIVE,), ACTIVE, _SCHOOL, asks=("major",)),
    Step("transfer", (ACTIVE, SUSPENDED), "4", _SCHOOL, asks=("school",)),
    Step("withdraw", _LEFT, "5", _SCHOOL),
    Step("expel", (ACTIVE, SUSPENDED), "6", _SCHOOL),
    Step("graduate", (ACTIVE,), GRADUATED, _SCHOOL),
    Step("complete", (ACTIVE,), "8", _SCHOOL),
    Step("leave", (ACTIVE, SUSPENDED), "9", _SCHOOL),
    Step("strike", _LEFT, CANCELLED, _SCHOOL),
)  # fmt: skip
STEPS = {step.verb: step for step in FLOW}
REVIEWS = ("approve", "confirm")  # said for many at once


def open_to(status: str, waits: str) -> list[Step]:
    """What can happen from here, whoever does it."""
    return [step for step in FLOW if step.fits(status, waits)]
