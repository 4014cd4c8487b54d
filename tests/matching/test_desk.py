"""The desk through its pages: two clicks a decision, reasons, taking back, two officers at once, walls, masks, marks."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from qianxiao.office.accounts.models import Post
from qianxiao.programme.matching.models import Doubt, Ruling
from qianxiao.programme.matching.sealing import markers
from tests.scoped import all_rows, as_owner
from tests.web.sample import FULL_ID

pytestmark = pytest.mark.django_db
QUEUE = "/match/doubts/"
SignIn = Callable[[str], Client]


def doubt(person_no: str) -> Doubt:
    """A doubt of the sample month: P00000 and P00001 live in the county, P00125 in another."""
    found: Doubt = all_rows(Doubt).get(person_no=person_no)
    return found


def say(client: Client, one: Doubt, verb: str, **told: str) -> Any:
    """One decision as the form sends it."""
    said = {"verb": verb, "seen": bytes(one.content).hex(), **told}
    return client.post(f"{QUEUE}{one.pk}/decide", said)


def near(username: str = "village") -> str:
    """The post somebody may be sent from."""
    return str(Post.objects.get(user__username=username).pk)


def buttons(text: str) -> list[str]:
    """The answers a page offers."""
    return re.findall(r'<button[^>]*name="verb" value="(\w+)"', text)


def test_two_clicks_a_decision_and_the_next_one_opens(county: Client) -> None:
    listed = county.get(QUEUE)
    first, second = doubt("P00001"), doubt("P00000")  # the costlier one first
    links = re.findall(r'href="(/match/doubts/\d+)"', listed.content.decode())
    assert links[:2] == [f"{QUEUE}{first.pk}", f"{QUEUE}{second.pk}"]
    assert first.amount > second.amount == 0
    page = county.get(links[0]).content.decode()  # first click
    assert buttons(page) == ["same", "apart", "visit"]
    moved = say(county, first, "apart", reason_apart="namesake")  # second click
    assert moved.status_code == 302 and moved["Location"] == f"{QUEUE}{second.pk}?before={first.pk}"
    ruling = all_rows(Ruling).get()
    assert (ruling.verb, ruling.reason, ruling.by, ruling.by_name) == (
        "apart",
        "namesake",
        "county",
        "龙晓燕",
    )
    assert ruling.post.startswith("岷县") and ruling.period == 202005 and ruling.request_id
    last = say(county, second, "visit", reason_visit="no_phone", note=" 周六 去 ", to=near())
    assert last["Location"] == f"{QUEUE}?done=1"
    assert all_rows(Ruling).latest("id").note == "周六 去"
    counts = [(n, view) for view, n in re.findall(r'view=(\w+)"[^>]*>[^<]*<span class="num">(\d+)', county.get(QUEUE).content.decode())]  # fmt: skip
    assert counts == [("0", "open"), ("1", "visit"), ("1", "decided")]


def test_the_filter_goes_with_the_decision(county: Client) -> None:
    first = doubt("P00001")
    seen = bytes(first.content).hex()
    address = f"{QUEUE}{first.pk}/decide?register=trainees&class=doubtful"
    moved = county.post(address, {"verb": "apart", "reason_apart": "asked", "seen": seen})
    assert (
        moved["Location"] == f"{QUEUE}{doubt('P00000').pk}?register=trainees&class=doubtful&before={first.pk}"
    )
    shown = [
        county.get(f"{QUEUE}?class={name}").content.decode().count(">对照<")
        for name in ("doubtful", "conflict")
    ]
    assert shown == [1, 0]
    assert county.get(f"{QUEUE}?class=nonsense").status_code == 404


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("apart", {}),
        ("visit", {}),
        ("apart", {"reason_apart": "no_phone"}),
        ("visit", {"reason_apart": "asked"}),
        ("", {}),
        ("gone", {}),
    ],
)
def test_an_answer_without_its_reason_is_not_taken(county: Client, verb: str, told: dict[str, str]) -> None:
    one = doubt("P00000")
    answer = say(county, one, verb, **told)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert doubt("P00000").state == "open" and not all_rows(Ruling).exists()


def test_the_same_row_is_one_person_only(county: Client, sign_in: SignIn) -> None:
    here, beside, elsewhere = doubt("P00000"), doubt("P00001"), doubt("P00125")
    assert say(county, here, "same").status_code == 302
    assert doubt(beside.person_no).state == "settled", "the other candidate here is no question any more"
    other = sign_in("other")
    refused = say(other, elsewhere, "same")
    assert refused.status_code == 422 and "已被认定为另一名" in refused.content.decode()
    assert doubt("P00125").state == "open"
    county.post(f"{QUEUE}{here.pk}/withdraw")
    assert [doubt(no).state for no in ("P00000", "P00001")] == ["open", "open"]
    assert say(other, elsewhere, "same").status_code == 302


def test_two_officers_at_once_and_data_that_changed(county: Client, sign_in: SignIn) -> None:
    one = doubt("P00000")
    assert say(county, one, "apart", reason_apart="asked").status_code == 302
    late = say(sign_in("relief"), one, "same")
    assert late.status_code == 422 and "不是同一人" in late.content.decode()
    assert doubt("P00000").state == "apart" and all_rows(Ruling).count() == 1
    county.post(f"{QUEUE}{one.pk}/withdraw")
    stale = county.post(f"{QUEUE}{one.pk}/decide", {"verb": "same", "seen": "00"})
    assert stale.status_code == 422 and doubt("P00000").state == "open"


def test_a_ruling_is_never_changed(county: Client) -> None:
    say(county, doubt("P00000"), "same")
    for sql in ("UPDATE matching_ruling SET note = 'x'", "DELETE FROM matching_ruling"):
        refused = pytest.raises(DatabaseError, match=r"insert-only|permission denied")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        with as_owner() as cursor, pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
            cursor.execute(sql)


def test_who_may_look_and_who_may_decide(sign_in: SignIn) -> None:
    one = doubt("P00000")
    for role, status, offered in (
        ("county", 200, 3), ("relief", 200, 3), ("auditor", 200, 0), ("finance", 200, 0), ("province", 200, 0),
        ("township", 404, 0), ("school", 404, 0), ("ministry", 404, 0), ("other", 404, 0),
    ):  # fmt: skip
        answer = sign_in(role).get(f"{QUEUE}{one.pk}")
        assert (answer.status_code, len(buttons(answer.content.decode()))) == (status, offered), role
        if offered == 0:
            assert say(sign_in(role), one, "same").status_code == 404, role
    assert doubt("P00000").state == "open"


def test_looks_and_decisions_are_in_the_access_log(county: Client) -> None:
    from qianxiao.office.audit.models import AccessLog

    before = AccessLog.objects.count()
    county.get(QUEUE)
    say(county, doubt("P00000"), "apart", reason_apart="asked")
    rows = list(AccessLog.objects.order_by("id")[before:])
    assert [(row.kind, row.purpose) for row in rows] == [("read", "doubts"), ("change", "doubt")]
    assert rows[1].whose == ["P00000"] and sorted(rows[0].whose) == ["P00000", "P00001"]


def test_records_lie_sealed_and_masked(county: Client) -> None:
    """The sample's record number holds an ID number; the mark is keyed, so that nobody finds it by trying."""
    from qianxiao.office.audit.keys import ring

    one = doubt("P00000")
    assert (
        one.rec_shown == "T99*************019"
        and FULL_ID not in county.get(f"{QUEUE}{one.pk}").content.decode()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM matching_doubt d WHERE d::text LIKE %s", ["%990001199001010019%"]
        )
        assert cursor.fetchone() == (0,)
    held = markers(ring())[0]
    assert held.open(bytes(one.mark), bytes(one.sealed)) == "T990001199001010019"
    assert held.mark("pair", "trainees", "T990001199001010019", "P00000") == bytes(one.mark)


@pytest.mark.parametrize("address", ["", "{}"])
def test_queries_are_bounded(county: Client, address: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(23):  # one of them asks who may be sent to look
        county.get(QUEUE + address.format(doubt("P00000").pk))


def test_english_is_complete(county: Client) -> None:
    text = county.get(f"{QUEUE}{doubt('P00000').pk}", headers={"accept-language": "en"}).content.decode()
    for said in (
        "Same person",
        "Not the same",
        "Send somebody to look",
        "asked by telephone and denied",
        "Together",
    ):
        assert said in text
