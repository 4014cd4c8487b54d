"""What apps of one floor may not know of each other, joined above them: certificates for the proofs of schools (19-15-01)."""

from uuid import UUID

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.services.evaluation.models import Certificate
from qianxiao.services.studies.certificates import SOURCES

PROVING = ("1", "2")  # of the code table cert_kind: qualification, skill level


def held(person: UUID, level: str) -> str:
    """The newest certificate of a level that counts, whoever issued it; '' when there is none."""
    with in_scope(whole_scope()) as scope:
        rows = Certificate.objects.within(scope).filter(person_id=person, level=level, withdrawn="")
        found = rows.filter(cert_kind__in=PROVING).order_by("-issued", "-id")
        return str(found.values_list("cert_no", flat=True).first() or "")


def join() -> None:
    """Called once the apps are there."""
    if held not in SOURCES:
        SOURCES.append(held)
