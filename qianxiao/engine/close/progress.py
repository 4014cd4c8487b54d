"""How far a close is and how long it will still take, told after every step."""

from collections.abc import Mapping

from qianxiao.engine.close.costs import Cost

_TRUST = (
    0.05  # until so much of the work is done, what was learned elsewhere says more than this run's own pace
)
_MINUTE, _HOUR = 60, 3600


def lasting(seconds: float) -> tuple[str, str]:
    """A length of time as people say it, in Chinese and English; rounded up, so that it does not end in nothing."""
    if seconds < _MINUTE:
        return "不到 1 分钟", "under 1 min"
    minutes = -int(-seconds // _MINUTE)
    hours, rest = divmod(minutes, _HOUR // _MINUTE)
    if not hours:
        return f"约 {minutes} 分钟", f"about {minutes} min"
    return f"约 {hours} 小时 {rest} 分钟", f"about {hours} h {rest} min"


class Progress:
    """Compares what is done with what steps cost before. Pure: it reads no clock and no file.

    costs: step → rows and seconds of an earlier run, also of another size; unknown steps cost what an average one does.
    """

    def __init__(self, costs: Mapping[str, Cost]) -> None:
        self.left = {step: max(cost.seconds, 0.0) for step, cost in costs.items()}
        self.total = sum(self.left.values())
        self.spent = 0.0  # seconds of steps that were built
        self.expected = 0.0  # what they had cost before
        self.passed = 0.0  # earlier cost of all steps that are behind us, reused ones too
        self.seen: dict[str, Cost] = {}

    def done(self, step: str, rows: int, seconds: float) -> str:
        """A step was built; returns the line to show: share of the work and time remaining, in both languages."""
        cost = self.left.pop(step, None)
        if cost is None:
            cost = self.total / max(len(self.left) + len(self.seen), 1)
            self.total += cost
        self.spent, self.expected, self.passed = (
            self.spent + seconds,
            self.expected + cost,
            self.passed + cost,
        )
        self.seen[step] = Cost(rows, round(seconds, 3))
        return self.line()

    def reused(self, step: str) -> None:
        """A step was found done: its work is behind us, and says nothing of this run's pace."""
        self.passed += self.left.pop(step, 0.0)

    @property
    def share(self) -> float:
        """Part of the work that is done, 0 to 1, weighed by what steps cost before."""
        return min(self.passed / self.total, 1.0) if self.total else 1.0

    @property
    def remaining(self) -> float | None:
        """Seconds that the rest will take at this run's pace; None before anything can be said."""
        if not self.expected or self.expected < _TRUST * self.total:
            return None
        return sum(self.left.values()) * self.spent / self.expected

    def line(self) -> str:
        """`63%, 约 4 分钟 / about 4 min left`; only the share while no time can be told yet."""
        percent = f"{int(self.share * 100)}%"
        if self.remaining is None:
            return percent
        zh, en = lasting(self.remaining)
        return f"{percent}，还需{zh} / {en} left"

    def costs(self) -> dict[str, Cost]:
        """What the steps of this run cost, for the next month to learn from; a reused step keeps its earlier cost."""
        return dict(self.seen)
