"""A document of headed parts, put together as data and set by typst; its own SM3 stands on its last page."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from qianxiao.base.crypto import sm3
from qianxiao.engine.files.pdf import write_pdf


@dataclass(frozen=True)
class Table:
    """Heads, widths in mm (0: what is left), which columns stand to the right, rows of texts."""

    head: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()


@dataclass(frozen=True)
class Part:
    """A heading with facts, tables and remarks below it; one without anything says that there is nothing."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Paper:
    """A whole document. words: what typst itself writes, in the reader's language."""

    title: str
    subtitle: str
    printed: str
    parts: Sequence[Part]
    words: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SM3 over everything but who printed it when: the same record gives the same one."""
        told = {**asdict(self), "printed": "", "words": {}}
        return sm3(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hex()

    def pdf(self) -> bytes:
        """The document. Raises RuntimeError when the Chinese fonts are missing."""
        with tempfile.TemporaryDirectory(prefix="qianxiao-paper-") as home:
            target = Path(home) / "paper.pdf"
            write_pdf("dossier", {**asdict(self), "digest": self.digest}, target)
            return target.read_bytes()
