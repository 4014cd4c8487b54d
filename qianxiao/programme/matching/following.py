"""Doubts go along when a person's record is handed to another county: from then on that one decides them."""

from uuid import UUID

from qianxiao.office.accounts.scope import Scope
from qianxiao.programme.matching.intake import drop_visits
from qianxiao.programme.matching.models import Doubt, State
from qianxiao.registers.people.models import Enrolment

REGISTER = "poor"


def follow(scope: Scope, places: dict[UUID, str], **_told: object) -> None:
    """Keep the doubts of some persons where their records are kept; nobody of the old county need look any more.

    scope: both places. Called inside the transaction that moves the records.
    """
    held = Enrolment.objects.within(scope).filter(register=REGISTER, person__in=list(places))
    for person, number in held.values_list("person_id", "number"):
        rows = Doubt.objects.within(scope).filter(person_no=number).exclude(region=places[person])
        rows.filter(state=State.VISIT).update(state=State.OPEN)
        rows.update(region=places[person])
    drop_visits(scope, "")
