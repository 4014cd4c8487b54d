"""Which certificate of a level a person holds: asked of whoever keeps certificates, who says so here (19-15-01)."""

from collections.abc import Callable
from uuid import UUID

# (person, code of train_level) → number of a valid certificate, '' for none; the register of certificates adds itself
Source = Callable[[UUID, str], str]
SOURCES: list[Source] = []


def certificate_of(person: UUID, level: str) -> str:
    """The number of a person's qualification or skill-level certificate of a level; '' when none is known."""
    return next((number for source in SOURCES if (number := source(person, level))), "")
