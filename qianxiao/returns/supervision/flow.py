"""From which state a rectification goes where, by which verb, and who does it."""

from qianxiao.returns.supervision.models import Rectification

State = Rectification.State
UNIT, ABOVE = "unit", "above"
FLOW: dict[str, tuple[str, str, str]] = {  # verb → from, to, whose it is
    "answered": (State.OPEN, State.ANSWERED, UNIT),
    "accepted": (State.ANSWERED, State.ACCEPTED, ABOVE),
    "given_back": (State.ANSWERED, State.OPEN, ABOVE),
}


def allowed(verb: str, one: Rectification, home: str) -> bool:
    """Whether an office of region `home` may do this now."""
    before, _after, whose = FLOW[verb]
    return one.state == before and home == (one.region if whose == UNIT else one.overseer)
