"""What a number on a proof or certificate says to whoever asks: facts without the person's numbers, the name masked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qianxiao.base.masks import mask_name
from qianxiao.office.lists.figures import ymd
from qianxiao.registers.schools.queries import institution
from qianxiao.registers.schools.words import coded, occupation
from qianxiao.services.courses.proofs import proof_by_number
from qianxiao.services.evaluation.queries import certificate_proof
from qianxiao.services.studies.numbers import as_written
from qianxiao.services.studies.queries_teachers import service_proof
from qianxiao.services.studies.queries_work import degree_proof
from qianxiao.services.studies.words import stage_of


@dataclass(frozen=True)
class Verified:
    """The masked name, and facts as (label, value)."""

    name: str
    facts: tuple[tuple[str, str], ...]


def _course(number: str) -> Verified | None:
    proof = proof_by_number(number)
    if proof is None:
        return None
    facts = (
        (_("Kind"), _("Completion of an online course")),
        (_("Course"), proof.title),
        (_("Class hours"), str(proof.hours)),
        (_("Given by"), proof.org_name),
        (_("Day"), ymd(proof.on)),
    )
    return Verified(mask_name(proof.name), facts)


def _certificate(number: str) -> Verified | None:
    found = certificate_proof(number)
    if found is None:
        return None
    facts = (
        (_("Kind"), coded("cert_kind", found.cert_kind)),
        (_("Occupation"), f"{occupation(found.occupation)} · {coded('train_level', found.level)}"),
        (_("Given by"), found.issuer),
        (_("Day"), ymd(found.issued)),
    )
    gone = ((_("State"), _("Withdrawn: it does not count any more")),) if found.withdrawn else ()
    return Verified(mask_name(found.name), (*facts, *gone))


def _service(number: str) -> Verified | None:
    """Support teaching counts as work at the grass roots (19-15-05)."""
    proof = service_proof(as_written(number))
    if proof is None:
        return None
    facts = (
        (_("Kind"), _("Certificate of service")),
        (_("School"), proof.school),
        (_("Support teaching, days"), str(proof.days)),
        (_("Time"), f"{ymd(proof.starts)} – {ymd(proof.ends)}"),
        (_("Day"), ymd(proof.day)),
    )
    return Verified(mask_name(proof.name), facts)


def _equal(number: str) -> Verified | None:
    """Graduates of advanced and technician classes stand equal to college graduates (19-15-01)."""
    found = degree_proof(as_written(number))
    if found is None:
        return None
    proof, student = found
    facts = (
        (_("Kind"), _("Proof that a graduate stands equal")),
        (_("School"), institution(student.org_code).name),
        (_("Level of training"), stage_of(proof.stage)),
        (_("Day"), ymd(proof.day)),
    )
    return Verified(mask_name(student.name), facts)


KINDS: tuple[Callable[[str], Verified | None], ...] = (_course, _certificate, _service, _equal)


def verified(number: str) -> Verified | None:
    """What stands behind a number; None when it is nobody's."""
    return next((found for kind in KINDS if (found := kind(number)) is not None), None)
