"""Text folding that Python and both SQL engines do alike: full width to half width, no blanks."""

import unicodedata

# Backslash and the single quote are left out: neither may stand in the SQL text as a literal.
WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F) if code not in (0xFF07, 0xFF3C))
NARROW = "".join(chr(ord(char) - 0xFEE0) for char in WIDE)
# Blanks that are seen in delivered cells: space, no-break, ideographic, zero width, byte order mark.
BLANKS = " \u00a0\u3000\u200b\u200c\u200d\ufeff"
CONTROLS = (9, 10, 13)

_TABLE = str.maketrans(WIDE, NARROW, BLANKS + "".join(map(chr, CONTROLS)))


def fold(text: str) -> str:
    """Half-width text without blanks; what `qianxiao.engine.io.sqlparts.fold` does in SQL."""
    return text.translate(_TABLE)


def fold_header(text: str) -> str:
    """A column header for comparison: width, blanks, brackets, required marks and case do not count."""
    plain = fold(unicodedata.normalize("NFKC", text)).lower()
    return plain.translate(str.maketrans("〔【[{〕】]}", "(((())))", "*※:：\"'"))


def without_unit(header: str) -> str:
    """A folded header without a closing bracket: 金额(元) → 金额."""
    return header[: header.rindex("(")] if header.endswith(")") and "(" in header[1:] else header
