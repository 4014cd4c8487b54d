"""A figure and the list behind it are one number; findings and the access trail are read as sentences."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.web.sample import COUNTY, SCHOOL

MONTH = "/closes/2020-05"
pytestmark = pytest.mark.django_db


def _lists(text: str) -> list[tuple[str, int]]:
    """Addresses of people lists with the figure their link shows."""
    links = re.findall(r'<a[^>]*href="(/closes/[^"]*/people/[^"]*)"[^>]*>(.*?)</a>', text, re.S)
    told = [(unescape(address), re.sub(r"<svg.*?</svg>|<[^>]+>", "", inside)) for address, inside in links]
    return [(address, int(re.sub(r"\D", "", said))) for address, said in told]


def _listed(client: Client, address: str) -> int:
    """People on a list, walked to its last page."""
    seen, after = 0, ""
    while True:
        text = client.get(address + after).content.decode()
        seen += len(re.findall(r'<a class="obj" href="[^"]*/person/', text))
        more = re.search(r"after=([\d-]+)", text.rpartition("下一页")[0].rpartition("<a ")[2])
        if not more:
            return seen
        after = f"&after={more[1]}"


@pytest.mark.parametrize("duty", ["all", "study", "train"])
def test_every_figure_of_a_county_is_the_length_of_its_list(duty: str, county: Client) -> None:
    lists = _lists(county.get(f"{MONTH}/coverage/{COUNTY}?duty={duty}").content.decode())
    assert any("state=left" in address for address, _shown in lists)
    assert sum(shown for _address, shown in lists) > 0
    for address, shown in lists:
        assert _listed(county, address) == shown, address


def test_a_narrowed_gap_list_is_titled_with_its_own_length(county: Client) -> None:
    text = county.get(f"{MONTH}/gaps/{COUNTY}?kind=train").content.decode()
    steps = re.findall(r'<option value="(\w+)">[^<]* \((\d+)\)</option>', text)
    assert steps
    for step, shown in steps:
        page = county.get(f"{MONTH}/gaps/{COUNTY}?kind=train&step={step}&size=200").content.decode()
        assert f"尚有 {shown} 人应培未培</h1>" in page
        assert page.count('<a class="obj" href=') == int(shown)


def test_to_do_of_a_school_is_the_length_of_its_list(county: Client) -> None:
    text = county.get(f"{MONTH}/feedback/").content.decode()
    shown = re.search(rf'/feedback/{SCHOOL}\?only=todo">(\d+)</a>', text)
    assert shown and int(shown[1]) > 0
    page = county.get(f"{MONTH}/feedback/{SCHOOL}?only=todo").content.decode()
    assert page.count("<tr>") - 1 == int(shown[1])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_findings_are_sentences_without_codes(language: str, county: Client) -> None:
    county.post("/language", {"language": language, "next": "/"})
    text = county.get(f"{MONTH}/irregularities/").content.decode()
    told = re.findall(r'<span class="l2 wrap">(.*?)</span>', text)
    assert told
    for sentence in told:
        assert sentence.endswith("." if language == "en" else "。"), sentence
        assert "{" not in sentence and "=" not in sentence and "_" not in sentence, sentence


def test_the_trail_is_told_in_words(sign_in) -> None:  # type: ignore[no-untyped-def]
    client = sign_in("auditor")
    client.get(f"{MONTH}/people/{COUNTY}?duty=study&state=served")
    text = client.get("/trail/").content.decode()
    assert "人员名单 · 两后生就读技工院校 · 已落实" in text and "证件号（脱敏）" in text
    assert "people:study" not in text and "id_mask" not in text


def test_tables_and_title_of_a_close_are_told_in_words(county: Client) -> None:
    text = county.get(f"{MONTH}/").content.decode()
    assert "<title>2020-05 结账" in text
    assert "当月建档立卡人员" in text
