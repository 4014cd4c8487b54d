"""States of a form as a table: verb → (states it starts from, state it leads to)."""

from qianxiao.returns.annual.models import Form

S = Form.State
EDITABLE = frozenset({S.DRAFT, S.CHECKED, S.RETURNED})
SENT = frozenset({S.SUBMITTED, S.ACCEPTED})  # what a merge holds
FLOW: dict[str, tuple[frozenset[str], str]] = {
    "generated": (EDITABLE, S.DRAFT),
    "typed": (EDITABLE, S.DRAFT),
    "adjusted": (EDITABLE, S.DRAFT),
    "explained": (EDITABLE, S.DRAFT),
    "checked": (frozenset({S.DRAFT, S.RETURNED}), S.CHECKED),
    "signed": (frozenset({S.CHECKED}), S.SIGNED),
    "withdrawn": (frozenset({S.SIGNED}), S.DRAFT),
    "submitted": (frozenset({S.SIGNED}), S.SUBMITTED),
    "accepted": (frozenset({S.SUBMITTED}), S.ACCEPTED),
    "returned": (SENT, S.RETURNED),
}
OWN = ("checked", "signed", "withdrawn", "submitted")  # of the unit itself
ABOVE = ("accepted", "returned")  # of the unit one tier up


def may(state: str, verb: str) -> bool:
    """Whether a verb fits a state."""
    return state in FLOW[verb][0]
