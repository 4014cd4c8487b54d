"""Unified social credit codes (GB 32100-2015): form and check character of one code."""

import re

from qianxiao.base.fold import fold

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(f"^[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}$")


def check_char(first17: str) -> str:
    """The check character of the first 17; a remainder of 0 gives 31, which means "0"."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def read_uscc(text: str | None) -> tuple[str | None, str]:
    """A code as delivered → (code or None, `valid` | `bad_check` | `bad_form` | `missing`).

    A failing check is never a reason to refuse: some early real codes fail it.
    """
    plain = fold(text or "").upper().replace("-", "")
    if not plain:
        return None, "missing"
    if not _FORM.match(plain):
        return plain, "bad_form"
    return plain, "valid" if check_char(plain[:17]) == plain[17] else "bad_check"
