"""Slips of writing as rows for SQL: homophones, look-alikes, traditional forms, rare characters, spellings."""

from itertools import combinations

from pypinyin import lazy_pinyin

from qianxiao.demo.settings import load


def _pairs(kind: str, text: str, both: bool) -> list[tuple[str, str, str]]:
    pairs = [(pair[0], pair[1]) for pair in text.split() if len(pair) == 2 and pair[0] != pair[1]]
    back = [(b, a) for a, b in pairs] if both else []
    return [(kind, a, b) for a, b in pairs + back]


def homophones() -> list[tuple[str, str, str]]:
    """(homophone, character, other character of the same reading), from the characters in use in the name pools."""
    chars = sorted({c for part in load("names")["pools"].values() for c in part.get("chars", "")})
    by_sound: dict[str, list[str]] = {}
    for char in chars:
        by_sound.setdefault(lazy_pinyin(char)[0], []).append(char)
    return [
        ("homophone", x, y)
        for group in by_sound.values()
        for a, b in combinations(group, 2)
        for x, y in ((a, b), (b, a))
    ]


def substitutions() -> list[tuple[str, int, str, str]]:
    """Rows (kind, number within kind and character, character, replacement)."""
    letters = load("letters")
    rows = homophones()
    rows += _pairs("lookalike", letters["lookalike"], both=True)
    rows += _pairs("traditional", letters["traditional"], both=False)
    rows += _pairs("variant", letters["variant"], both=False)
    seen: dict[tuple[str, str], int] = {}
    numbered = []
    for kind, char, other in dict.fromkeys(rows):
        seen[kind, char] = seen.get((kind, char), -1) + 1
        numbered.append((kind, seen[kind, char], char, other))
    return numbered


def spellings() -> list[tuple[int, str, str]]:
    """Rows (number, spelling, other spelling) of transliterated names."""
    return [(number, a, b) for number, (a, b) in enumerate(load("letters")["spelling"])]
