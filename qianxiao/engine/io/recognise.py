"""Which register a sheet is, by its header row; and what to say when it is none."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from qianxiao.base.fold import fold_header
from qianxiao.engine.io.layouts import ADDED, HINTS, Column, Layout, layouts, settings
from qianxiao.engine.io.messages import Problem, problem

Head = list[tuple[int, list[str]]]
_ADDED = {fold_header(text) for text in ADDED}


@dataclass(frozen=True)
class Header:
    """A header row: its number, its texts, and which place holds which column of which register."""

    row: int
    texts: tuple[str, ...]
    layout: Layout
    places: dict[str, int]

    @property
    def missing(self) -> list[Column]:
        return [column for column in self.layout.required if column.name not in self.places]

    @property
    def score(self) -> tuple[int, int]:
        return len(self.places), -len(self.missing)

    def place_of(self, added: str) -> int | None:
        """Where a column that give-back files add stands."""
        folded = [fold_header(text) for text in self.texts]
        return folded.index(fold_header(added)) if fold_header(added) in folded else None

    def unread(self) -> list[str]:
        """Headers that name no column."""
        used = set(self.places.values())
        return [
            text
            for place, text in enumerate(self.texts)
            if text.strip() and place not in used and fold_header(text) not in _ADDED
        ]


def _match(row: int, texts: list[str], layout: Layout) -> Header:
    places: dict[str, int] = {}
    main = {fold_header(column.zh): column.name for column in layout.columns}
    folded = [fold_header(text) for text in texts]
    for place, text in enumerate(folded):
        if text in main:
            places.setdefault(main[text], place)
    for place, text in enumerate(folded):
        column = layout.headers.get(text)
        if column and text and place not in places.values():
            places.setdefault(column.name, place)
    return Header(row, tuple(texts), layout, places)


def _fits(header: Header) -> bool:
    required = len(header.layout.required)
    held = required - len(header.missing)
    return held * 100 >= required * int(settings()["header_share"]) and len(header.places) > 1


def _candidates(head: Head) -> list[Header]:
    """Best header per layout over all rows, best layout first."""
    found = []
    for layout in layouts().values():
        matches = [_match(row, texts, layout) for row, texts in head]
        if matches:
            found.append(max(matches, key=lambda header: (header.score, -header.row)))
    return sorted(found, key=lambda header: header.score, reverse=True)


def _nearest(wanted: str, header: Header) -> str:
    texts = header.unread() or [text for text in header.texts if text.strip()]
    plain = fold_header(wanted)
    return max(texts, key=lambda text: SequenceMatcher(None, plain, fold_header(text)).ratio(), default="")


def _hinted(header: Header, name: str) -> bool:
    return header.layout.zh in name or header.layout.register in name


def recognise(head: Head, file: str, sheet: str) -> tuple[Header | None, list[Problem]]:
    """The header of a sheet, or None with what is wrong (column_missing, ambiguous, no_sheet, empty)."""
    filled = [(row, texts) for row, texts in head if any(text.strip() for text in texts)]
    if not filled:
        return None, [problem("empty", file, sheet)]
    if set(HINTS) <= set(filled[0][1]):
        return None, [problem("sheet_ignored", file, sheet)]
    ranked = _candidates(filled)
    fitting = [header for header in ranked if _fits(header)]
    if not fitting:
        widest = max(filled, key=lambda line: sum(1 for text in line[1] if text.strip()))
        seen = "、".join(text for text in widest[1] if text.strip())[:120]
        return None, [problem("no_sheet", file, sheet, widest[0], found=seen, other=ranked[0].layout.zh)]
    rivals = [header for header in fitting if header.score == fitting[0].score]
    if len(rivals) > 1:
        rivals = [header for header in rivals if _hinted(header, f"{file} {sheet}")] or rivals
    best = rivals[0]
    if len(rivals) > 1:
        names = [header.layout.zh for header in rivals[:2]]
        return None, [problem("ambiguous", file, sheet, best.row, found=names[0], other=names[1])]
    if best.missing:
        return None, [
            problem(
                "column_missing", file, sheet, best.row, column.zh, _nearest(column.zh, best), best.layout.zh
            )
            for column in best.missing
        ]
    return best, _notes(best, file, sheet)


def _notes(header: Header, file: str, sheet: str) -> list[Problem]:
    notes = []
    if unread := header.unread():
        notes.append(problem("columns_ignored", file, sheet, header.row, found="、".join(unread)[:200]))
    if absent := [column.zh for column in header.layout.columns if column.name not in header.places]:
        notes.append(problem("columns_absent", file, sheet, header.row, column="、".join(absent)[:200]))
    return notes
