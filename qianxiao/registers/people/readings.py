"""How a name is read: pinyin without tones and initials, surnames by their own readings."""

import csv
from functools import cache, lru_cache
from pathlib import Path

from pypinyin.constants import PINYIN_DICT, Style
from pypinyin.style import convert

import qianxiao.engine.link

_SURNAMES = Path(qianxiao.engine.link.__file__).parent / "data" / "surname_readings.csv"
_SHORT = {"iou": "iu", "uei": "ui", "uen": "un"}  # finals as they are spelt behind an initial


@cache
def _surnames() -> dict[str, str]:
    """Surnames that are read differently from the usual reading of their character: 仇 qiu, 解 xie."""
    with _SURNAMES.open(encoding="utf-8", newline="") as stream:
        told = list(csv.DictReader(stream))
    return {row["char"]: row["initial"] + _SHORT.get(row["final"], row["final"]) for row in told}


@cache
def _syllable(char: str) -> str:
    """One character; a Latin letter is its own syllable, anything unknown has none."""
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    reading = PINYIN_DICT.get(ord(char), "").split(",")[0]
    return convert(reading, Style.NORMAL, strict=False).replace("ü", "v") if reading else ""


@lru_cache(maxsize=200_000)
def reading(name: str) -> tuple[str, str]:
    """Pinyin in one word and the initials of its syllables: 杨秀梅 → yangxiumei, yxm."""
    syllables = [_syllable(char) for char in name]
    if name[:1] in _surnames():
        syllables[0] = _surnames()[name[0]]
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)
