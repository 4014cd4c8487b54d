"""The notices clause by clause, and that whatever a rule cites exists (19-00-03)."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from qianxiao.base.paths import POLICIES
from qianxiao.base.reference import clause, clauses, documents

# SHA-256 of the notices as published, white space left out, worked out from the published text itself.
PUBLISHED = {
    "人社部发〔2019〕2号": (18, "b81532e03c4c3a12f177db946ea647d5057b53449296676dbdf1274242d46826"),
    "人社厅函〔2020〕81号": (12, "62e3f77a23d23c6d6ffe25d055d79c85bf48daa0c6c4030d0ac7ae0b0d6b99fe"),
}
CITES = {"cite", "clause", "cites", "clauses"}


@pytest.mark.parametrize("number", PUBLISHED)
def test_the_clauses_joined_are_the_published_text(number: str) -> None:
    count, digest = PUBLISHED[number]
    notice = documents()[number]
    assert len(notice.clauses) == count
    text = "".join("".join(notice.lines()).split())
    assert hashlib.sha256(text.encode()).hexdigest() == digest


def test_every_clause_has_plain_words_and_rows() -> None:
    for number in PUBLISHED:
        for one in documents()[number].clauses:
            assert one.plain_zh and one.plain_en and one.heading and one.text
            section = one.id.removeprefix("S").split("-")
            assert one.rows and {row[:5] for row in one.rows} == {f"{section[0]}-{int(section[1]):02d}"}


def test_a_clause_gives_what_a_page_shows() -> None:
    one = clause("S19-12")
    assert one.number == "人社部发〔2019〕2号"
    assert one.heading == "加大资金投入保障力度"
    assert one.part.startswith("四、")
    assert "每生每年3000元左右" in one.text
    assert clause("S20-6").issued == 20200528
    assert "财社〔2017〕164号" in clause("S19-13").text
    with pytest.raises(KeyError):
        clause("S19-19")


def test_no_private_number_is_kept() -> None:
    for path in (POLICIES / "documents").glob("*.yaml"):
        assert re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", path.read_text(encoding="utf-8")) == []


def test_documents_point_at_documents() -> None:
    for number, one in documents().items():
        assert one.held, number
        assert not one.superseded_by or one.superseded_by in documents(), number
    others = yaml.safe_load((POLICIES / "documents" / "others.yaml").read_text(encoding="utf-8"))
    for one in others:
        assert all(one["number"] in clause(cited).text for cited in one["cited_by"]), one["number"]
    named = {found for one in clauses().values() for found in re.findall(r"[一-龥]+〔\d{4}〕\d+号", one.text)}
    assert named <= set(documents())


def _cited(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in CITES and isinstance(value, str):
                yield value
            elif key in CITES and isinstance(value, list):
                yield from (part for part in value if isinstance(part, str))
            else:
                yield from _cited(value)
    elif isinstance(node, list):
        for value in node:
            yield from _cited(value)


def test_whatever_the_policies_cite_exists() -> None:
    files = [path for path in sorted(POLICIES.rglob("*.yaml")) if path.parent.name != "documents"]
    assert any(path.parent.name == "rules" for path in files)
    known = set(clauses())
    missing = []
    seen = 0
    for path in files:
        for text in _cited(yaml.safe_load(path.read_text(encoding="utf-8"))):
            seen += 1
            if not set(re.split(r"[;；,，、\s]+", text)) <= known:
                missing.append((path.name, text))
    assert seen > 20
    assert missing == []
