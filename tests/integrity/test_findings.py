"""F4: a lead is readable, frozen, seen by the offices of its region, answered by one person and closed by a second one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def pair() -> Any:
    """The finding of pattern 1 whose other side lies with another county."""
    from qianxiao.money.integrity.models import Finding

    return all_rows(Finding).filter(pattern=1, variant="overlap").order_by("subject", "region")[0]


def test_a_county_reads_what_is_asked_about_its_institutions(sign_in: SignIn) -> None:
    one, page = pair(), sign_in("county").get("/findings/")
    assert page.status_code == 200 and "双地同时" in page.content.decode()
    from qianxiao.money.integrity.models import Finding

    elsewhere = all_rows(Finding).exclude(region=one.region)
    assert elsewhere.exists()
    assert not any(f'"/findings/{other.pk}"' in page.content.decode() for other in elsewhere)


@pytest.mark.parametrize(
    ("language", "word"), [("zh-CN", "同一人是否同时在"), ("en", "Was one person in classes")]
)
def test_a_finding_is_a_question_with_its_evidence_and_people(
    language: str, word: str, sign_in: SignIn
) -> None:
    one, client = pair(), sign_in("auditor")
    text = client.get(f"/findings/{one.pk}", headers={"accept-language": language}).content.decode()
    assert word in text and one.evidence["class_a"] in text and one.evidence["class_b"] in text
    from qianxiao.registers.people.models import Person
    from qianxiao.services.training.models import TrainingClass

    person = all_rows(Person).get(pk=one.people[0])
    assert person.name in text and person.id_mask in text
    for number in (one.evidence["class_a"], one.evidence["class_b"]):
        assert f'href="/classes/{all_rows(TrainingClass).get(class_no=number).pk}' in text


def test_the_other_county_learns_the_number_and_not_the_person(sign_in: SignIn) -> None:
    """The other county has a finding of its own with both numbers; the name is with whoever keeps the record."""
    from qianxiao.money.integrity.models import Finding
    from qianxiao.registers.people.models import Person

    one = pair()
    two = all_rows(Finding).get(pattern=1, variant="overlap", subject=one.subject, region__gt=one.region)
    client = sign_in("other")
    assert client.get(f"/findings/{one.pk}").status_code == 404
    text = client.get(f"/findings/{two.pk}").content.decode()
    person = all_rows(Person).get(pk=one.people[0])
    assert one.evidence["class_a"] in text
    assert (person.name in text) == person.region.startswith(two.region)


@pytest.mark.parametrize(
    ("who", "status"), [("trainer", 404), ("auditor", 200), ("county", 200), ("reviewer", 200)]
)
def test_an_institution_never_sees_what_is_asked_about_it(who: str, status: int, sign_in: SignIn) -> None:
    client = sign_in(who)
    assert client.get("/findings/").status_code == status
    assert client.get(f"/findings/{pair().pk}").status_code == status


def test_one_answers_and_a_second_one_closes(sign_in: SignIn) -> None:
    one, county, reviewer = pair(), sign_in("county"), sign_in("reviewer")
    address = f"/findings/{one.pk}"
    said = {"answer": "confirmed", "reason": "电话核实，本人只在一个班"}
    assert county.post(f"{address}/answer", {"answer": "confirmed", "reason": ""}).status_code == 422
    assert county.post(f"{address}/answer", said).status_code == 302
    refused = county.post(f"{address}/close", {"agrees": "yes", "reason": "同意"})
    assert refused.status_code == 422 and "须由另一人办结" in refused.content.decode()
    assert reviewer.post(f"{address}/close", {"agrees": "no", "reason": "请再问学员"}).status_code == 302
    assert county.post(f"{address}/answer", {**said, "answer": "cleared"}).status_code == 302
    assert reviewer.post(f"{address}/close", {"agrees": "yes", "reason": "同意"}).status_code == 302
    again = reviewer.post(f"{address}/close", {"agrees": "yes", "reason": "同意"})
    assert again.status_code == 422
    one.refresh_from_db()
    assert (one.state, one.answer, one.looked_by, one.closed_by) == (
        "closed",
        "cleared",
        "county",
        "reviewer",
    )
    from qianxiao.money.integrity.models import FindingStep

    assert list(all_rows(FindingStep).filter(finding=one).order_by("id").values_list("verb", flat=True)) == [
        "looked",
        "returned",
        "looked",
        "closed",
    ]
    assert "请再问学员" in county.get(address).content.decode()


def test_an_auditor_reads_and_decides_nothing(sign_in: SignIn) -> None:
    one, client = pair(), sign_in("auditor")
    assert (
        client.post(f"/findings/{one.pk}/answer", {"answer": "cleared", "reason": "没有问题"}).status_code
        == 404
    )
    one.refresh_from_db()
    assert one.state == "open"


@pytest.mark.parametrize(
    "change",
    [
        {"evidence": {}},
        {"subject": "X"},
        {"people": []},
        {"state": "closed", "looked_by": "a", "closed_by": "a"},
    ],
)
def test_what_was_found_does_not_change(change: dict[str, Any]) -> None:
    """Not by the pages' role, and nobody closes alone."""
    from qianxiao.money.integrity.models import Finding

    one = pair()
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Finding).filter(pk=one.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Finding).filter(pk=one.pk).delete()


def test_every_part_of_every_pattern_asks_a_question_in_both_languages() -> None:
    """All 38: each finding of the world is a sentence without a hole, each part of each pattern was met."""
    from django.utils.translation import override

    from qianxiao.money.integrity import rules
    from qianxiao.money.integrity.models import Finding

    met = set()
    for one in all_rows(Finding).order_by("pattern", "variant", "id"):
        for language in ("zh-hans", "en"):
            with override(language):
                told = rules.question(one.pattern, one.variant, one.evidence)
            assert ("？" in told or "?" in told) and "{" not in told and "None" not in told, told
        met.add((one.pattern, one.variant))
    parts = {(pattern, part) for pattern, told in rules.patterns().items() for part in told["parts"]}
    assert len(rules.patterns()) == 38
    assert parts - met == UNPLANTED


# parts that no case of the synthetic world shows; their rules run, and nothing there looks like them
UNPLANTED = {
    (1, "marked"), (9, "payroll"), (11, "hospital"), (19, "edited"), (24, "seats"), (25, "number"), (26, "licence"),
    (27, "hours"), (28, "young"),
}  # fmt: skip
