"""Clauses as screens show them; a citation nobody can resolve stays visible as text."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from qianxiao.base.documents import Clause, clauses, documents


def english() -> bool:
    """Whether the reader chose English; everything else reads Chinese."""
    return (get_language() or "").startswith("en")


_ID = re.compile(r"(S\d{2})-(\d{1,2})(.*)")


def cited_clause(cited: str) -> Clause | None:
    """The clause of an id like S19-12 or S20-2 (also written S20-02), or the document of a number."""
    found = clauses().get(cited)
    parts = _ID.fullmatch(cited)
    if found is None and parts:
        for form in (f"{parts[1]}-{int(parts[2])}", f"{parts[1]}-{int(parts[2]):02d}"):
            found = found or clauses().get(form)
    return found


def part_of_document(clause: Clause) -> tuple[Clause | None, Clause | None]:
    """The clauses before and after this one in its document."""
    every = list(documents()[clause.number].clauses)
    if clause not in every:
        return None, None
    at = every.index(clause)
    return (every[at - 1] if at else None), (every[at + 1] if at + 1 < len(every) else None)


def short(cited: str) -> str:
    """`人社部发〔2019〕2号 第（十二）` style label of a citation."""
    found = cited_clause(cited)
    if found is None:
        return cited
    return f"{found.number} {found.mark.strip('、.')}".strip()


def plain(cited: str) -> str:
    """What a clause means in plain words."""
    found = cited_clause(cited)
    if found is None:
        return ""
    return found.plain_en if english() else found.plain_zh


@dataclass(frozen=True)
class Cited:
    """A clause as a search shows it: label, plain meaning, address of its page."""

    label: str
    plain: str
    href: str


def clauses_with(text: str, most: int) -> list[Cited]:
    """Clauses whose number, heading, text or plain meaning holds a text, in the order of the documents."""
    said = text.strip().lower()
    found = [
        one
        for key, one in clauses().items()
        if one.text
        and any(
            said in part.lower()
            for part in (key, one.number, one.heading, one.text, one.plain_zh, one.plain_en)
        )
    ]
    return [Cited(short(one.id), plain(one.id), reverse("clause", args=[one.id])) for one in found[:most]]
