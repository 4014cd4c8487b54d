"""PDF by typst: data goes in as JSON, so nothing in a register can act as markup."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import typst

_TEMPLATES = Path(__file__).parent / "templates"
_CHINESE = ("Noto Serif CJK SC", "Noto Sans CJK SC")
_FONT_FOLDERS = [folder for folder in ("/usr/share/fonts", os.environ.get("QIANXIAO_FONTS", "")) if folder]


def missing_fonts() -> list[str]:
    """The Chinese fonts that forms need and this machine lacks."""
    known = set(typst.Fonts(font_paths=list(_FONT_FOLDERS)).families())
    return [font for font in _CHINESE if font not in known]


def write_pdf(template: str, data: dict[str, Any], target: Path) -> None:
    """Render `templates/<template>.typ` with data. Raises RuntimeError when the Chinese fonts are missing."""
    if lacking := missing_fonts():
        raise RuntimeError(f"fonts missing for PDF: {', '.join(lacking)} (Debian package fonts-noto-cjk)")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "form.typ").write_text(
            (_TEMPLATES / f"{template}.typ").read_text(encoding="utf-8"), encoding="utf-8"
        )
        (work / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        typst.compile(
            str(work / "form.typ"),
            output=str(target),
            root=str(work),
            font_paths=list(_FONT_FOLDERS),
            timestamp=0,
        )
