"""The words of the files: codes, steps, clauses, patterns and places as an official writes them."""

from collections.abc import Iterable, Sequence
from functools import cache

from qianxiao.base.paths import POLICIES
from qianxiao.base.reference import clause, code_table, region_names
from qianxiao.engine.close.findings import finding, patterns
from qianxiao.engine.close.parameters import load_yaml
from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.link.evidence import LEVELS

_ACTIONS = {"B": "拦截", "H": "暂停核实", "L": "线索"}


class Words:
    """Chinese wording for codes found in tables; an unknown code is shown as it is, never dropped."""

    def __init__(self) -> None:
        self._steps = {
            (step["duty"], step["step"]): str(step["zh"])
            for step in load_yaml(POLICIES / "states.yaml")["steps"]
        }
        self._registers = {name: layout.zh for name, layout in layouts().items()}
        self._differences = _said("differences.yaml", "classes", "class")
        self._feedback = _said("feedback.yaml", "actions", "action")
        self._changes = _said("feedback.yaml", "changes", "change")
        self._evidence = {
            (entry["field"], entry["level"]): str(entry["zh"])
            for entry in load_yaml(POLICIES / "evidence.yaml")["levels"]
        }
        self._places: dict[str, str] = {}

    def step(self, duty: str, code: str | None) -> str:
        return self._steps.get((duty, code or ""), code or "")

    def code(self, table: str, code: str | None) -> str:
        return _labels(table).get(code or "", code or "")

    def register(self, name: str | None) -> str:
        return self._registers.get(name or "", name or "")

    def programme(self, code: str | None) -> str:
        return self.code("train_mode", code)

    def pattern(self, number: int) -> str:
        found = patterns().get(number)
        return f"{number} {found['zh']}" if found else str(number)

    def difference(self, code: str | None) -> str:
        return self._differences.get(code or "", code or "")

    def feedback(self, code: str | None) -> str:
        return self._feedback.get(code or "", code or "")

    def change(self, code: str | None) -> str:
        return self._changes.get(code or "", code or "")

    def detail(self, number: int, detail: str | None) -> str:
        return finding(number, detail)

    def evidence(self, levels: Sequence[tuple[str, int | None]]) -> str:
        """`姓名同音；出生日期一致` for (field, level) pairs; fields without evidence are left out."""
        said = [self._evidence.get((field, LEVELS[field][level or 0]), "") for field, level in levels]
        return "；".join(text for text in said if text)

    def action(self, letter: str) -> str:
        return _ACTIONS.get(letter, letter)

    def place(self, code: str | None) -> str:
        """A region's name with its county, such as 岷县; a code that has no name stays a code."""
        if not code:
            return "（地区不明）"
        if code not in self._places:
            self._places.update(region_names([code]))
        return self._places.get(code, code)

    def learn_places(self, codes: Iterable[str]) -> None:
        """Look many places and their parents up at once: one pass over the region files instead of one a place."""
        wanted = {part for code in codes for part in (code, code[:6], code[:9])} - set(self._places)
        self._places.update(region_names(wanted))

    def path(self, code: str) -> str:
        """A place with its county in front, such as 岷县 / 十里镇 / 大沟寨村; an upper tier stands alone."""
        parts = [code[:size] for size in (6, 9, 12) if size <= len(code)]
        return " / ".join(self.place(part) for part in parts)

    def clause(self, ident: str | None) -> str:
        """`人社部发〔2019〕2号 十二` for S19-12; several clauses are separated by ；"""
        return "；".join(_clause(one) for one in (ident or "").split(";") if one)


def _said(file: str, key: str, code: str) -> dict[str, str]:
    return {str(entry[code]): str(entry["zh"]) for entry in load_yaml(POLICIES / file)[key]}


@cache
def _labels(table: str) -> dict[str, str]:
    return {code: one.zh for code, one in code_table(table).items()}


@cache
def _clause(ident: str) -> str:
    try:
        found = clause(ident)
    except KeyError:
        return ident
    return f"{found.number}{found.mark.rstrip('、')}"
