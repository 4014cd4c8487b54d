"""The one proof of a number, for the public page: whoever holds the number may ask (19-11-05)."""

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.services.courses.models import Proof
from qianxiao.services.courses.numbers import well_formed, without_blanks


def proof_by_number(number: str) -> Proof | None:
    """A proof by its number. Numbers are random: nobody counts through them."""
    said = without_blanks(number)
    if not well_formed(said):
        return None
    with in_scope(whole_scope()) as scope:
        found: Proof | None = Proof.objects.within(scope).filter(number=said).first()
    return found
