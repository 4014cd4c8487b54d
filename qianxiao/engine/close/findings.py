"""The sentence of a finding (X-11): a pattern's text with the facts of its detail, as an official reads them."""

import re
from functools import cache
from typing import Any

from qianxiao.base.masks import mask_account
from qianxiao.base.paths import POLICIES
from qianxiao.base.reference import code_table
from qianxiao.engine.close.tables import folder_entries

_CODES = {"item": "aid_item", "items": "aid_item", "level": "train_level", "status": "student_status"}
_MONEY = {"due", "paid", "fee", "amount"}
_DATES = {"died", "identified", "left", "enrolled", "pension", "month"}


@cache
def patterns() -> dict[int, dict[str, Any]]:
    """The patterns of policies/irregularities by number."""
    return {int(entry["pattern"]): entry for entry in folder_entries(POLICIES / "irregularities", "patterns")}


def _said(key: str, value: str, english: bool) -> str:
    """One fact: codes as labels, fen as yuan, yyyymmdd as a date, an account masked."""
    if key in _CODES:
        table = code_table(_CODES[key])
        found = [(code, table.get(code)) for code in value.split(",")]
        return ("; " if english else "、").join(
            (one.en if english else one.zh) if one else code for code, one in found
        )
    if key in _MONEY and value.lstrip("-").isdigit():
        return f"{int(value) / 100:,.2f}"
    if key in _DATES and value.isdigit() and len(value) in (6, 8):
        return "-".join(part for part in (value[:4], value[4:6], value[6:]) if part)
    return mask_account(value) if key == "account" else value


def finding(number: int, detail: str | None, english: bool = False) -> str:
    """The sentence for a finding whose detail is `key=value;…`; a pattern that is not listed shows its detail."""
    pattern = patterns().get(number)
    if pattern is None:
        return detail or ""
    facts = dict(part.split("=", 1) for part in (detail or "").split(";") if "=" in part)
    text = str(pattern["text_en" if english else "text_zh"])
    return re.sub(r"\{(\w+)\}", lambda word: _said(word[1], facts.get(word[1], ""), english), text)
