"""The way of a class as data: which verb leads from where to where, and who may say it (19-05-02)."""

from dataclasses import dataclass

from qianxiao.office.accounts.roles import Right


@dataclass(frozen=True)
class Step:
    """A verb: states it starts in, the state it leads to, the right of whoever says it, whether a reason is asked."""

    verb: str
    begins: tuple[str, ...]
    ends: str
    right: Right
    why: bool = False


# certified: every paper the class ends with is there; ready: nothing of attendance and papers is open (for the subsidy)
STEPS = (
    Step("file", ("draft", "returned"), "filed", Right.TEACH),
    Step("withdraw", ("filed",), "draft", Right.TEACH),
    Step("drop", ("draft", "returned"), "dropped", Right.TEACH),
    Step("approve", ("filed",), "approved", Right.CLASS_CHECK),
    Step("return", ("filed",), "returned", Right.CLASS_CHECK, why=True),
    Step("suspend", ("approved",), "suspended", Right.CLASS_CHECK, why=True),
    Step("resume", ("suspended",), "approved", Right.CLASS_CHECK),
    Step("finish", ("approved",), "finished", Right.TEACH),
    Step("assess", ("finished",), "assessed", Right.TEACH),
    Step("certify", ("assessed",), "certified", Right.TEACH),
    Step("ready", ("certified",), "ready", Right.TEACH),
)
STATES = (
    "draft",
    "filed",
    "returned",
    "approved",
    "suspended",
    "finished",
    "assessed",
    "certified",
    "ready",
    "dropped",
)
OPEN = ("draft", "returned")  # timetable and roster may still change without anybody's approval
RUNNING = ("approved",)
HOLDS = ("draft", "filed", "returned", "approved")  # states in which rooms, teachers and people are taken
_BY_VERB = {one.verb: one for one in STEPS}


def step(verb: str) -> Step | None:
    """A verb by name."""
    return _BY_VERB.get(verb)


def steps_from(state: str) -> list[Step]:
    """Verbs that start in a state, in the order of the table."""
    return [one for one in STEPS if state in one.begins]
