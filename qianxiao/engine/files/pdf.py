"""PDF by typst: data goes in as JSON, so nothing in a register can act as markup."""

import json
import os
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

_TEMPLATES = Path(__file__).parent / "templates"
_CHINESE = ("Noto Serif CJK SC", "Noto Sans CJK SC")
_FONT_FOLDERS = [folder for folder in ("/usr/share/fonts", os.environ.get("QIANXIAO_FONTS", "")) if folder]
_own = threading.local()  # a compiler serves one thread, and keeps what it laid out for the next document


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=list(_FONT_FOLDERS))


def missing_fonts() -> list[str]:
    """The Chinese fonts that forms need and this machine lacks."""
    known = set(_fonts().families())
    return [font for font in _CHINESE if font not in known]


def _compiler(template: str) -> typst.Compiler:
    """This thread's compiler of a template. Raises RuntimeError when the Chinese fonts are missing."""
    found: dict[str, typst.Compiler] = _own.__dict__.setdefault("compilers", {})
    if template not in found:
        if lacking := missing_fonts():
            raise RuntimeError(f"fonts missing for PDF: {', '.join(lacking)} (Debian package fonts-noto-cjk)")
        source = _TEMPLATES / f"{template}.typ"
        found[template] = typst.Compiler(input=str(source), root=str(_TEMPLATES), font_paths=_fonts())
    return found[template]


def write_pdf(template: str, data: dict[str, Any], target: Path) -> None:
    """Render `templates/<template>.typ` with data; the file appears under its name when it is whole.

    Raises RuntimeError when the Chinese fonts are missing, OSError when the file cannot be written.
    """
    told = {"data": json.dumps(data, ensure_ascii=False)}
    made = _compiler(template).compile(sys_inputs=told, format="pdf", timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError(f"{template}: one PDF expected")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        part.write_bytes(made)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
