"""Making a claim of what is due: one live line for each entitlement, whoever asks and however often (M3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from qianxiao.base import workdays
from qianxiao.money.claims import checking, flow
from qianxiao.money.claims.models import Claim, ClaimLine
from qianxiao.money.claims.steps import Who, day, note
from qianxiao.money.entitlements.actions import carry
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.money.entitlements.queries import claimable


@dataclass(frozen=True)
class Wanted:
    """What a claim is to be about. ids: rows of entitlements."""

    item: str
    kind: str  # auto, org, person
    county: str
    ids: tuple[int, ...]
    about: str = ""
    title: str = ""
    org_code: str = ""
    person: UUID | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


def make(who: Who, wanted: Wanted) -> Claim | None:
    """A submitted claim with the rows that nobody has claimed, checked; None where nothing is left. In a transaction.

    The rows are locked first: of fifty who ask at once one makes it, the others find nothing left.
    """
    rows = claimable(who.scope, wanted.item).filter(pk__in=wanted.ids, county=wanted.county)
    found = list(rows.select_for_update(of=("self",)).order_by("region", "pk"))
    taken = set(
        ClaimLine.objects.within(who.scope)
        .filter(entitlement__in=[row.pk for row in found], live=True)
        .values_list("entitlement_id", flat=True)
    )
    free = [row for row in found if row.pk not in taken and row.open > 0]
    if not free:
        return None
    claim = _claim(who, wanted, free)
    _lines(who, claim, free)
    note(who, claim, "made" if wanted.kind == "auto" else "submitted", "", "submitted")
    checking.run(claim, day())
    return claim


def _claim(who: Who, wanted: Wanted, rows: list[Entitlement]) -> Claim:
    now = day()
    made: Claim = Claim.objects.within(who.scope).create(
        claim_no=number(wanted.county, now), item=wanted.item, kind=wanted.kind, region=wanted.county, org_code=wanted.org_code,
        person_id=wanted.person, about=wanted.about, title=wanted.title, state="submitted", entered_on=now,
        due_on=workdays.after(now, flow.limit("first")), made_on=now, made_by="" if wanted.kind == "auto" else who.name,
        answers=dict(wanted.answers), lines_told=len(rows), total=sum(row.open for row in rows),
    )  # fmt: skip
    return made


def number(county: str, now: int) -> str:
    """The next number: county, year, running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('claims_number')")
        return f"C{county}-{now // 10000}-{cursor.fetchone()[0]:06}"


def _lines(who: Who, claim: Claim, rows: Iterable[Entitlement]) -> None:
    found = list(rows)
    ClaimLine.objects.within(who.scope).bulk_create(
        [
            ClaimLine(claim=claim, number=at, reference=f"{claim.claim_no}/{at}", entitlement=row, person_id=row.person_id,
                      name=row.name, id_mask=row.id_mask, place=row.region, amount=row.open, region=claim.region,
                      org_code=claim.org_code)
            for at, row in enumerate(found, start=1)
        ],
        batch_size=5000,
    )  # fmt: skip
    carry(who.scope, {row.pk: row.claimed + row.open for row in found})
