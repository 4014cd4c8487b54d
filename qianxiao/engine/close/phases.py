"""The phases of a close as they are told: which one begins, how long each took, how far the whole is."""

import time

from qianxiao.engine.close.progress import Progress
from qianxiao.engine.run import Says

WORDS = {
    "reading": "读取登记册 / reading registers",
    "checking": "校验 / checking",
    "linking": "比对 / linking people",
    "deciding": "应享判定 / deciding what is due",
    "closing": "状态、缺口、对账 / states, gaps, reconciliation",
    "files": "清单、反馈、报表 / lists, feedback, forms",
}
# These two build no tables: their time counts as that of one step.
ALONE = ("reading", "files")


class Phases:
    """Tells the phases of one close; seconds never enter a result."""

    def __init__(self, says: Says, progress: Progress) -> None:
        self.says = says
        self.progress = progress
        self.spent: dict[str, float] = {}
        self._name, self._since = "", time.monotonic()

    def begin(self, name: str, more: str = "") -> None:
        """The next phase begins, and the one before has ended."""
        self.end()
        self._name = name
        place = list(WORDS).index(name) + 1
        self.says(f"[{place}/{len(WORDS)}] {WORDS[name]}{more}")

    def end(self) -> None:
        """The running phase has ended."""
        now = time.monotonic()
        if self._name:
            seconds = self.spent[self._name] = now - self._since
            far = f"  {self.progress.done(self._name, 0, seconds)}" if self._name in ALONE else ""
            self.says(f"  {self._name}: {seconds:.1f} s{far}")
        self._name, self._since = "", now
