"""Interface texts: which ones the sources ask for, which ones the .po file has, and the compiled .mo file.

Pure Python, because the gettext programs are not everywhere this runs. `python -m qianxiao.config.catalogue`
compiles; the .mo file is committed and a test keeps it equal to the .po file.
"""

import ast
import gettext
import io
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from qianxiao.base.paths import ROOT

PO = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PARTS = PO.parents[1] / "parts"  # the texts of an app that has a file of its own
# msgid (two joined by NUL for plurals; its context and EOT before it) → translations
Texts = dict[str, list[str]]
_CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2}
_PARTS = (
    "accounts",
    "audit",
    "close",
    "indicators",
    "analysis",
    "supervision",
    "annual",
    "people",
    "households",
    "matching",
    "desk",
    "duties",
    "jobs",
    "lists",
    "exports",
    "rosters",
    "reference",
    "schools",
    "studies",
    "training",
    "evaluation",
    "courses",
    "entitlements",
    "notices",
    "integrity",
    "archive",
    "claims",
    "payments",
    "outreach",
    "employment",
    "curricula",
    "control",
    "keylists",
    "monitoring",
    "policies",
    "portal",
    "config",
)


def read_po(path: Path = PO) -> Texts:
    """Entries of a .po file. Raises ValueError on a line that is none, or on a msgid given twice."""
    texts: Texts = {}
    keys: dict[str, str] = {}
    where = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        found = re.fullmatch(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")', line)
        if found:
            where = found[1]
            keys[where] = ast.literal_eval(found[2])
        elif line.startswith('"'):
            keys[where] += ast.literal_eval(line)
        elif line and not line.startswith("#"):
            raise ValueError(f"{path.name}: cannot read {line!r}")
        elif not line and keys:
            key = "\0".join(keys[name] for name in ("msgid", "msgid_plural") if name in keys)
            key = f"{keys['msgctxt']}\4{key}" if "msgctxt" in keys else key
            if key in texts:
                raise ValueError(f"{path.name}: {key!r} is there twice")
            texts[key] = [text for name, text in sorted(keys.items()) if name.startswith("msgstr")]
            keys = {}
    return texts


def read_all() -> Texts:
    """Entries of every .po file. Raises ValueError on a text that stands in two of them."""
    texts = read_po()
    for path in sorted(PARTS.glob("*.po")):
        more = read_po(path)
        if twice := set(texts) & set(more):
            raise ValueError(f"{path.name}: {sorted(twice)} stands elsewhere")
        texts |= more
    return texts


def compile_mo(texts: Texts) -> bytes:
    """The .mo file (GNU format, little-endian, sorted by msgid)."""
    ids, strings, table = b"", b"", []
    for key in sorted(texts, key=lambda text: text.encode()):
        source, target = key.encode(), "\0".join(texts[key]).encode()
        table.append((len(ids), len(source), len(strings), len(target)))
        ids += source + b"\0"
        strings += target + b"\0"
    start = 28 + 16 * len(table)
    head = struct.pack("<7I", 0x950412DE, 0, len(table), 28, 28 + 8 * len(table), 0, start)
    sources = b"".join(struct.pack("<2I", size, start + at) for at, size, _, _ in table)
    targets = b"".join(struct.pack("<2I", size, start + len(ids) + at) for _, _, at, size in table)
    return head + sources + targets + ids + strings


def _called(node: ast.Call) -> str | None:
    """The msgid of a gettext call, None for any other call."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    texts = [arg.value for arg in node.args[: _CALLS.get(name, 0)] if isinstance(arg, ast.Constant)]
    return "\0".join(str(text) for text in texts) if texts else None


def _in_template(source: str) -> Iterator[str]:
    """Msgids of translate and blocktranslate tags, as Django looks them up."""
    text = r"(\"[^\"]*\"|'[^']*')"
    for found in re.finditer(r"\{%\s*translate\s+" + text + r"(?:\s+context\s+" + text + ")?", source):
        yield f"{found[2][1:-1]}\4{found[1][1:-1]}" if found[2] else found[1][1:-1]
    block = r"\{%\s*blocktranslate\b([^%]*)%\}(.*?)\{%\s*endblocktranslate\s*%\}"
    for found in re.finditer(block, source, re.DOTALL):
        parts = re.split(r"\{%\s*plural\s*%\}", found[2])
        escaped = (re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", part.replace("%", "%%")) for part in parts)
        yield "\0".join(escaped)


def wanted() -> set[str]:
    """Every msgid the program and its templates ask for."""
    package = ROOT / "qianxiao"
    found = {
        text
        for path in package.rglob("templates/**/*.html")
        for text in _in_template(path.read_text("utf-8"))
    }
    for path in package.rglob("*.py"):
        if not any(part in _PARTS for part in path.parts):
            continue
        calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        found |= {text for text in map(_called, calls) if text}
    return found


def main() -> None:
    """Compile all .po files into the one catalogue."""
    data = compile_mo(read_all())
    gettext.GNUTranslations(io.BytesIO(data))  # refuses what Python could not read back
    PO.with_suffix(".mo").write_bytes(data)


if __name__ == "__main__":
    main()
