"""The way of a payment as data: what leads from where to where, and which accounts its money moves between.

The database holds the same table (migration 0002): a change that is not here is refused there, and every change books
its transfer by itself, so that no state is without its money and no money without its state.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """One change: from, to, the accounts its amount moves between ('' where none moves)."""

    begins: str
    ends: str
    credit: str = ""  # the account the money leaves
    debit: str = ""  # the account it comes to


# '' begins: a payment is made; the fund's money is committed before anybody promises it
WAYS = (
    Way("", "reserved", "fund", "committed"),
    Way("", "no_account", "fund", "committed"),
    Way("no_account", "reserved"),
    Way("no_account", "withdrawn", "committed", "fund"),
    Way("reserved", "no_account"),
    Way("reserved", "batched"),
    Way("reserved", "withdrawn", "committed", "fund"),
    Way("batched", "reserved"),
    Way("batched", "reoffered"),
    # written before the bank is called: whatever happens then, the line is never taken for unsent
    Way("batched", "sent", "committed", "clearing"),
    Way("sent", "accepted"),
    Way("sent", "unknown"),
    Way("sent", "settled", "clearing", "paid"),
    Way("sent", "returned", "clearing", "returned"),
    Way("accepted", "settled", "clearing", "paid"),
    Way("accepted", "returned", "clearing", "returned"),
    # only a query or a file of the bank leads on from here
    Way("unknown", "accepted"),
    Way("unknown", "settled", "clearing", "paid"),
    Way("unknown", "returned", "clearing", "returned"),
    Way("settled", "returned", "paid", "returned"),
    Way("settled", "recovered"),
    # the account is fixed: the same entitlement once more, under the next attempt
    Way("returned", "reoffered", "returned", "committed"),
    Way("returned", "withdrawn", "returned", "fund"),
    Way("reoffered", "batched"),
    Way("reoffered", "withdrawn", "committed", "fund"),
)
STATES = tuple(dict.fromkeys(way.ends for way in WAYS))
READY = ("reserved", "reoffered")  # may go into a batch
UNSENT = ("no_account", "reserved", "reoffered", "batched", "returned")  # may be stopped
UNDER_WAY = ("sent", "accepted", "unknown")  # with the bank
ACCOUNTS = ("fund", "committed", "clearing", "paid", "returned", "recovery", "source")


def leads(begins: str, ends: str) -> Way | None:
    """The way from one state to another, None where there is none."""
    return next((way for way in WAYS if (way.begins, way.ends) == (begins, ends)), None)
