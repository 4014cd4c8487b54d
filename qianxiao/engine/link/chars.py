"""The character table: how each character of a name is folded, read and shaped (19-05-04)."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"
TYPES = {
    "cp": "INTEGER",
    "folded": "VARCHAR",
    "kind": "INTEGER",
    "syl": "INTEGER",
    "syl1": "INTEGER",
    "loose": "INTEGER",
    "shape": "INTEGER",
    "starts": "INTEGER",
}
PLAIN, UNKNOWN, DROPPED = 0, 1, 2

_UNKNOWN = "~～?？□■〓*＊●○◇〇�﹖⼝▯"
_DROPPED = "·•．.・‧∙⋅﹒。､ 　\t\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff-－—_'’`,，、\u0387\u30fb\uff65\u2022\u2024\u2027"
_FOLD_INITIAL = {"zh": "z", "ch": "c", "sh": "s", "l": "n"}
_LOOSE_INITIAL = {
    **dict.fromkeys(("b", "p"), "b"),
    **dict.fromkeys(("d", "t"), "d"),
    **dict.fromkeys(("g", "k", "h"), "g"),
    **dict.fromkeys(("n", "r"), "n"),
    **dict.fromkeys(("z", "j"), "z"),
    **dict.fromkeys(("c", "q"), "c"),
    **dict.fromkeys(("s", "x"), "s"),
    **dict.fromkeys(("w", "y"), ""),
}


def fold(initial: str, final: str) -> str:
    """A syllable without the distinctions that dialects drop: z/zh, n/l, h(u)/f, in/ing, en/eng."""
    initial = _FOLD_INITIAL.get(initial, initial)
    if initial == "h" and final.startswith("u") and len(final) > 1:
        initial, final = "f", final[1:]
    elif initial == "h" and final == "u":
        initial = "f"
    for ending in ("ing", "eng"):
        if final.endswith(ending):
            final = final[:-1]
    return f"{initial}|{final}"


def loosen(folded: str) -> str:
    """A coarser syllable for names written by ear: class of the initial, class of the vowel."""
    initial, final = folded.split("|")
    vowel = "a" if "a" in final else "o" if ("o" in final or "u" in final) else "e"
    return _LOOSE_INITIAL.get(initial, initial) + "|" + vowel


def _read(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _syllables(without: set[int]) -> dict[int, str]:
    """Code point → folded syllable of its first reading."""
    # its dictionaries take a third of the time a close takes to start, and few processes of a close need them
    from pypinyin.constants import PINYIN_DICT, Style
    from pypinyin.style import convert

    found = {}
    for code, readings in PINYIN_DICT.items():
        if code not in without and (reading := readings.split(",")[0]):
            initial = convert(reading, Style.INITIALS, strict=False)
            found[code] = fold(initial, convert(reading, Style.FINALS, strict=False))
    return found


Row = tuple[int, str, int, int, int, int, int, int]


def _odd(kind: int, text: str) -> Iterator[Row]:
    for code in sorted({ord(char) for char in text}):
        yield code, "" if kind == DROPPED else "?", kind, 0, 0, 0, 0, 0


def _letters() -> Iterator[Row]:
    for code in (
        *range(ord("0"), ord("9") + 1),
        *range(ord("A"), ord("Z") + 1),
        *range(ord("a"), ord("z") + 1),
    ):
        plain = ord(chr(code).upper())
        for form in (code, code + 0xFEE0):  # the full-width twin
            yield form, chr(plain), PLAIN, 100_000 + plain, 100_000 + plain, 100_000 + plain, 0, 0


def table() -> Iterator[Row]:
    """Rows of `link_chars`: code point, folded form, kind, sounds, shape, whether a spelling starts with it.

    Sounds: syllable, syllable as surname, loose syllable.
    Syllables are numbered from 1 in alphabetical order; 0 means none. Shape is the four-corner code, 0 means none.
    Characters outside the table keep their own form and match only themselves.
    """
    simple = {row["traditional"]: row["simplified"] for row in _read(DATA / "simplified.csv")}
    shape = {row["char"]: int(row["code"]) for row in _read(DATA / "four_corner.csv.gz")}
    surname = {
        row["char"]: fold(row["initial"], row["final"]) for row in _read(DATA / "surname_readings.csv")
    }
    first_letters = {written[0] for written, _, _, _ in spellings()}
    sound = _syllables({ord(char) for char in _UNKNOWN + _DROPPED})
    names = sorted(set(sound.values()) | set(surname.values()))
    number = {name: place for place, name in enumerate(names, 1)}
    coarse = {name: place for place, name in enumerate(sorted({loosen(name) for name in names}), 1)}
    yield from _odd(DROPPED, _DROPPED)
    yield from _odd(UNKNOWN, _UNKNOWN)
    yield from _letters()
    for code in sorted(sound):
        plain = simple.get(chr(code), chr(code))
        syllable = sound.get(ord(plain), sound[code])
        as_surname = number[surname.get(plain, syllable)]
        yield (
            code,
            plain,
            PLAIN,
            number[syllable],
            as_surname,
            coarse[loosen(syllable)],
            shape.get(plain, 0),
            int(plain in first_letters),
        )


def spellings() -> list[tuple[str, str, int, str]]:
    """Rows of `link_spellings`: a spelling of a transliterated name, the usual one, length and start of the first."""
    rows = _read(DATA / "spellings.csv")
    return [(row["written"], row["usual"], len(row["written"]), row["written"][0]) for row in rows]
