"""Interface texts: none without a translation, none translated that nobody asks for, the compiled file up to date."""

import re

from qianxiao.config.catalogue import PO, compile_mo, read_all, wanted
from qianxiao.engine.link.evidence import LEVELS
from qianxiao.programme.matching.evidence import _labels, _levels


def test_every_text_has_its_translation_and_nothing_is_left_over() -> None:
    have = {key: texts for key, texts in read_all().items() if key}
    assert wanted() - set(have) == set()
    assert set(have) - wanted() == set()
    assert [key for key, texts in have.items() if not all(texts)] == []


def test_translations_keep_their_blanks() -> None:
    for key, texts in read_all().items():
        named = set(re.findall(r"%\((\w+)\)", key))
        for text in texts:
            assert set(re.findall(r"%\((\w+)\)", text)) <= named, key
            assert key.count("%(") == 0 or "%(" in text or "\0" in key, key


def test_the_compiled_file_is_the_text_file() -> None:
    same = PO.with_suffix(".mo").read_bytes() == compile_mo(read_all())
    assert same  # not compared in the assertion: telling how two such files differ takes minutes


def test_every_level_of_evidence_has_words() -> None:
    shown = {(field, level) for field, levels in LEVELS.items() for level in levels if level != "none"}
    assert shown == set(_levels())
    assert set(_labels()) <= set(LEVELS)
    assert all(line["zh"] and line["en"] for line in _levels().values())
