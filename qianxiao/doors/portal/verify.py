"""What a number on a proof or certificate says to whoever asks: facts without the person's numbers, the name masked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qianxiao.base.masks import mask_name
from qianxiao.office.lists.figures import ymd
from qianxiao.registers.schools.words import coded, occupation
from qianxiao.services.courses.proofs import proof_by_number
from qianxiao.services.evaluation.queries import certificate_proof


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


KINDS: tuple[Callable[[str], Verified | None], ...] = (_course, _certificate)


def verified(number: str) -> Verified | None:
    """What stands behind a number; None when it is nobody's."""
    return next((found for kind in KINDS if (found := kind(number)) is not None), None)
