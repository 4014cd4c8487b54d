"""Words of payments in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qianxiao.office.lists.figures import yuan

REASONS: dict[str, str | Promise] = {
    "shared": _("Another person outside the household gives the same account."),
    "finding": _("A finding asks about it: the money waits until two people have closed it."),
    "absent": _("The bank does not know it."),
    "died": _("The worker broke off while the bank was called."),
    "timeout": _("No answer in time."),
    "corrected": _("The bank corrected it."),
    "told": _("A later statement told of it."),
    "carried": _("The file was carried to the bank."),
    "query": _("Asked at the bank."),
    "changed": _("The account was changed after the approval."),
    "held": _("A payment was stopped."),
}
STATES: dict[str, str | Promise] = {
    "no_account": _("No account"),
    "reserved": _("Money reserved"),
    "batched": _("In a batch"),
    "sent": _("Sent to the bank"),
    "accepted": _("Accepted by the bank"),
    "unknown": _("Bank has not answered"),
    "settled": _("Arrived"),
    "returned": _("Returned"),
    "reoffered": _("To be sent again"),
    "withdrawn": _("Withdrawn"),
    "recovered": _("Recovered"),
}
BATCHES: dict[str, str | Promise] = {
    "made": _("To be released"),
    "first": _("Released once"),
    "released": _("Released twice"),
    "sending": _("Being sent"),
    "accepted": _("Accepted by the bank"),
    "unknown": _("Bank has not answered"),
    "refused": _("Refused by the bank"),
    "done": _("Every line is final"),
    "dropped": _("Taken apart"),
}
TONES = {
    "no_account": "bad", "reserved": "wait", "batched": "wait", "sent": "info", "accepted": "info", "unknown": "wait",
    "settled": "ok", "returned": "bad", "reoffered": "wait", "withdrawn": "", "recovered": "", "made": "wait",
    "first": "wait", "released": "info", "sending": "info", "refused": "bad", "done": "ok", "dropped": "",
    "asked": "wait", "approved": "info", "confirmed": "ok", "replaced": "", "open": "wait", "closed": "ok",
}  # fmt: skip
HOLDS: dict[str, str | Promise] = {
    "notice": _("Objection to the public notice"),
    "finding": _("A lead is being looked into"),
    "check": _("A check is open"),
    "account": _("The account is to be confirmed"),
}
STOPPED = _("Stopped")
TIER_WORDS: dict[str, str | Promise] = {
    "central": _("Central money"),
    "province": _("Province's money"),
    "prefecture": _("Prefecture's money"),
    "county": _("County's money"),
}
ALLOTMENTS: dict[str, str | Promise] = {
    "asked": _("Waits for the second person"),
    "approved": _("Approved"),
    "refused": _("Refused"),
}
RECOVERIES: dict[str, str | Promise] = {
    "asked": _("Waits for the second person"),
    "approved": _("Being paid back"),
    "refused": _("Refused"),
    "done": _("Paid back"),
}
ACCOUNTS: dict[str, str | Promise] = {
    "asked": _("Waits for the second person"),
    "confirmed": _("In force"),
    "refused": _("Refused"),
    "replaced": _("Replaced"),
}
STEPS: dict[str, str | Promise] = {
    "made": _("Batch made"),
    "first": _("First release"),
    "second": _("Second release"),
    "taken_out": _("Payment taken out, releases void"),
    "sent": _("Sent to the bank"),
    "sent_again": _("Same batch handed over once more"),
    "accepted": _("Accepted by the bank"),
    "unknown": _("No answer from the bank"),
    "refused": _("Refused by the bank"),
}
SIDES: dict[str, str | Promise] = {
    "source": _("Tiers above"),
    "fund": _("Fund"),
    "committed": _("Committed"),
    "clearing": _("With the bank"),
    "returned": _("Returned by the bank"),
    "paid": _("Paid out"),
    "recovery": _("Recovered"),
}
CASES: dict[str, str | Promise] = {
    "returned": _("Payment returned"),
    "unknown": _("Movement that is not ours"),
    "amount": _("Other amount"),
    "account": _("Other account"),
    "double": _("Paid twice by the bank"),
    "state": _("Does not fit the state of the payment"),
    "missing": _("Nothing told by the bank"),
    "silent": _("The bank does not know the batch"),
    "file": _("Statement could not be read"),
}
_FAULTS: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "truncated": _("The file breaks off before its end."),
    "coding": _("The file is not in the agreed coding."),
    "digest": _("Count, sum or digest at the end do not fit the lines."),
    "head": _("The head of the file is not that of a statement."),
    "kind": _("The file is no statement."),
    "day": _("The day of the file cannot be read."),
    "amount": _("An amount of the file cannot be read."),
    "payer": _("The file is about another account."),
    "future": _("The file is of a day to come."),
}


def file_fault(key: str) -> str:
    """What is wrong with a file of the bank."""
    return str(_FAULTS.get(key, key))


def said(key: str) -> str:
    """A stored reason: a key of ours, or what somebody wrote."""
    return str(REASONS.get(key) or _FAULTS.get(key) or key)


def again(key: str) -> str:
    """Why a batch is not handed over once more."""
    return {
        "known": _now("The bank knows this batch; wait for its statement."),
        "silent": _now("The bank does not answer; ask again later. Nothing was sent."),
        "busy": _now("Somebody else is at this batch."),
        "moved": _now("An account of this batch was changed meanwhile."),
    }[key]


def difference(book: int, told: int) -> str:
    """Both sums of a day that do not agree; fen."""
    return _now("The book has %(book)s yuan, the bank %(bank)s yuan: the day stays open.") % {
        "book": yuan(book), "bank": yuan(told),
    }  # fmt: skip


def how_much() -> str:
    """An amount is lacking."""
    return _now("Say how much.")


LATE: dict[str, Promise] = {
    "pay": _("Approved and not sent in time"),
    "returned": _("Sent back and not offered again in time"),
    "confirm": _("Arrived and not confirmed in time"),
}
