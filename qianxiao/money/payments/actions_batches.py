"""Verbs of batches."""

from collections.abc import Sequence

from qianxiao.money.payments.models import Payment
from qianxiao.office.accounts.queries import Actor


def take_out(actor: Actor, rows: Sequence[Payment], why: str) -> None:
    """Take payments out of batches that were not sent."""
