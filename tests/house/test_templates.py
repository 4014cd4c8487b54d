"""Numbers that name something are written as they are: `1,234` in a form or an anchor names nothing."""

import re
from pathlib import Path

from qianxiao.base.paths import ROOT

KEY = re.compile(r"""(?:value|id|for|href)="[^"]*\{\{ ?[a-z_.]+\.(?:id|pk|number|src_row|period) ?\}\}""")
TEXTS = {"row.id", "field.auto_id", "part.number"}  # texts already


def written(folder: Path) -> list[str]:
    """Templates with a key in an attribute that would get a thousands separator."""
    return [
        f"{path.name}: {found}"
        for path in sorted(folder.rglob("*.html"))
        for found in KEY.findall(path.read_text(encoding="utf-8"))
        if not any(f"{{{{ {text} }}}}" in found for text in TEXTS)
    ]


def test_no_key_gets_a_thousands_separator() -> None:
    assert written(ROOT / "qianxiao") == []


def test_red_a_bare_key_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<input name="line" value="{{ row.line.id }}">', encoding="utf-8")
    assert written(tmp_path)
