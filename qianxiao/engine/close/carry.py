"""Carries a run from one process to the next: what was built, under which fingerprint, and where it lies."""

import json
import os
from pathlib import Path
from typing import Any

from qianxiao.engine.before import attach_table
from qianxiao.engine.layers import layers
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step


class CarriedRun(Run):
    """A run that a later process takes up again, without the inputs of what is built already."""

    placed: dict[str, dict[str, Any]]

    def given(self, table: str, path: Path) -> None:
        super().given(table, path)
        self._place(table, {"path": str(path)})

    def given_csv(self, table: str, path: Path, types: dict[str, str]) -> None:
        super().given_csv(table, path, types)
        self._place(table, {"path": str(path), "types": types})

    def build(self, step: Step, *more: Any) -> int:
        rows = super().build(step, *more)
        self._place(step.table, None)
        return rows

    def _place(self, table: str, what: dict[str, Any] | None) -> None:
        if "placed" not in self.__dict__:
            self.placed = {}
        self.placed.pop(table, None)
        if what:
            self.placed[table] = what

    def forget(self, *tables: str) -> None:
        """Drop tables from what is carried: they were renamed or deleted."""
        for table in tables:
            self.prints.pop(table, None)
            self.counts.pop(table, None)
            self._place(table, None)

    def told(self) -> dict[str, Any]:
        """What a later process has to know."""
        self._place("", None)
        return {"prints": self.prints, "counts": self.counts, "placed": self.placed}

    def take_up(self, told: dict[str, Any]) -> None:
        """Attach what an earlier process left under `tables` and know it as built. Inputs that are gone stay gone."""
        self.prints.update(told["prints"])
        self.counts.update(told["counts"])
        for table in told["prints"]:
            placed = told["placed"].get(table)
            if placed is None:
                if layers(self.path(table)):
                    attach_table(self.engine, table, self.path(table))
            elif self._at_hand(table, Path(placed["path"])):
                self._place(table, placed)
                if "types" in placed:
                    self.engine.attach_csv(table, Path(placed["path"]), placed["types"])
                else:
                    self.engine.attach(table, Path(placed["path"]))

    def _at_hand(self, table: str, path: Path) -> bool:
        """Region files are in table `regions` already; raw registers and earlier months are read once."""
        return path.exists() and not table.startswith(("regions_", "raw_"))


def write_whole(path: Path, text: str) -> None:
    """Write a small file complete or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def write_mark(path: Path, mark: str, told: dict[str, Any]) -> None:
    """Write the end of a phase: its fingerprint and what it leaves."""
    write_whole(path, json.dumps({"mark": mark, **told}, ensure_ascii=False, indent=1))


def read_mark(path: Path) -> dict[str, Any]:
    """What a phase left; empty when it did not end."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told
