"""Where one close works: a whole month, or one province of a nation's month."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qianxiao.base.reference import units


@dataclass(frozen=True)
class Ground:
    """Registers in `source`, results under `out`; `part` is a province's code, '' for the whole."""

    period: int
    source: Path
    out: Path
    part: str = ""

    @property
    def month(self) -> Path:
        """The month's folder."""
        return self.out / f"{self.period // 100}-{self.period % 100:02d}"

    @property
    def home(self) -> Path:
        """The folder of the results."""
        return self.month / self.part

    @property
    def tables(self) -> Path:
        """The folder of the tables."""
        return self.home / "tables"

    @property
    def index(self) -> Path:
        """What the matching remembers from month to month."""
        return self.out / ".index" / self.part

    @property
    def exchange(self) -> Path:
        """The folder of what provinces tell each other in a month."""
        return self.month / "exchange"

    def marker(self, phase: str) -> Path:
        """The file that says that a phase ended."""
        return self.home / "phases" / f"{phase}.json"

    def earlier(self) -> Path | None:
        """The newest closed month before this one, of the same part."""
        closed = [path.parent for path in self.out.glob(str(Path("*-*", self.part, "manifest.json")))]
        before = [home for home in closed if self._month_of(home) < self.month.name]
        return max(before, key=self._month_of, default=None)

    def _month_of(self, home: Path) -> str:
        return home.relative_to(self.out).parts[0]

    def manifest(self) -> dict[str, Any]:
        """The manifest of the results. Raises FileNotFoundError when they are not complete."""
        told: dict[str, Any] = json.loads((self.home / "manifest.json").read_text(encoding="utf-8"))
        return told


def province_codes() -> set[str]:
    """Two-digit codes of the units that report (19-00-01)."""
    return {unit.code[:2] for unit in units()}


def provinces(source: Path) -> list[str]:
    """The provinces of a nation's delivery, sorted; empty when the folder is not one.

    A nation is delivered as folders that are all named by a province's code (2 or 6 digits), with no file beside them.
    """
    if not source.is_dir():
        return []
    found = [path for path in sorted(source.iterdir()) if not path.name.startswith(".")]
    known = province_codes() if found and all(path.is_dir() for path in found) else set()
    named = [path.name for path in found if path.name[:2] in known and path.name[2:] in ("", "0000")]
    return named if found and len(named) == len(found) else []
