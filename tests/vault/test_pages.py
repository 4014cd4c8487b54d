"""The vault on the screen: find, masks, a number for 30 seconds with its trace, one person or two."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from qianxiao.base.vault import Secret
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.models import Decision, Duplicate, Person
from qianxiao.registers.people.protection import limit
from tests.audit.test_log import FULL
from tests.scoped import all_rows, as_owner
from tests.vault.test_intake import load, number, one
from tests.web.sample import FULL_ID, OTHER_VILLAGE

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
FOREIGN = "990001196405171240"  # P00124 of the other county, as the sample writes it
PHONE = "13900000000"
_TOKEN = re.compile(
    r'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"|value="[^"]*" class="inp"|class="inp"[^>]*'
)


def someone(no: str = "P00000") -> Person:
    found: Person = all_rows(Person).get(enrolments__number=no)
    return found


def find(client: Client, text: str) -> str:
    answer = client.post("/find", {"text": text})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def names_in(text: str) -> list[str]:
    return re.findall(r'<a class="obj" href="[^"]*">([^<]*)</a>', text)


@pytest.mark.parametrize(
    "text",
    [FULL_ID, FULL_ID.lower(), "990001 20010517 0017", PHONE, "+86 139 0000 0000", "杨秀梅", "杨秀", "yangxiumei",
     "yangxiu", "yxm", "YXM", "P00000", "p00000"],
)  # fmt: skip
def test_found_by_number_name_pinyin_and_initials(text: str, county: Client) -> None:
    assert "杨秀梅" in names_in(find(county, text))


def test_a_part_of_a_number_finds_nobody(county: Client) -> None:
    for part in (FULL_ID[:17], FULL_ID[-6:], PHONE[:10], "9900012001"):
        assert names_in(find(county, part)) == []


def test_foreign_unknown_and_malformed_numbers_answer_alike(county: Client, sign_in: SignIn) -> None:
    assert names_in(find(sign_in("other"), FOREIGN)), "she is there for her own county"
    bodies = set()
    for text in (FOREIGN, "990001196005179998", "990001196005170000", "123456789012345678", "13911112222"):
        bodies.add(re.sub(r"\s+", " ", _TOKEN.sub("", find(county, text))))
    assert len(bodies) == 1 and "没有找到" in bodies.pop()


def test_the_number_asked_for_is_written_nowhere(county: Client) -> None:
    find(county, FULL_ID)
    row = AccessLog.objects.get()
    assert (row.kind, row.purpose, row.people, row.path) == ("search", "number", 1, "/find")
    assert row.whose == [str(someone().id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_accesslog a WHERE a::text LIKE %s", [f"%{FULL_ID}%"])
        assert cursor.fetchone() == (0,)


def test_numbers_cannot_be_tried_one_after_another(county: Client) -> None:
    for _ in range(limit("lookups_per_minute")):
        find(county, FOREIGN)
    refused = county.post("/find", {"text": FULL_ID})
    assert refused.status_code == 429 and "杨秀梅" not in refused.content.decode()
    assert names_in(find(county, "杨秀梅")), "names go on"


def test_a_search_needs_a_text(county: Client) -> None:
    assert county.post("/find", {"text": ""}).status_code == 422
    assert names_in(find(county, "杨")) == []


def _everything(client: Client) -> str:
    """Every page of the vault about one person and the person's page of the month, as one text."""
    who = someone()
    pages = [f"/people/{who.id}", f"/people/{who.id}/looks", "/people/", "/people/duplicates/"]
    pages += ["/closes/2020-05/person/P00000", "/trail/"]
    text = "".join(client.get(page).content.decode() for page in pages)
    return text + find(client, FULL_ID).replace(f'value="{FULL_ID}"', "")


def test_no_page_shows_a_number_unasked(sign_in: SignIn) -> None:
    text = _everything(sign_in("auditor"))
    assert "99*************017" in text and "139****0000" in text
    assert FULL_ID not in text and PHONE not in text


def test_control_a_secret_that_prints_itself_is_seen(sign_in: SignIn, monkeypatch: Any) -> None:
    """The broken variant: a template gets the number instead of its mask."""
    monkeypatch.setattr(Secret, "__str__", lambda self: self.opened(ring()))
    with pytest.raises(AssertionError):
        test_no_page_shows_a_number_unasked(sign_in)


def test_a_number_is_shown_for_a_while_and_for_a_purpose(county: Client) -> None:
    who = someone()
    address = f"/people/{who.id}/reveal/id_no"
    assert county.get(address).status_code == 405
    for purpose in ({}, {"purpose": ""}, {"purpose": "curious"}):
        refused = county.post(address, purpose)
        assert refused.status_code == 422 and FULL_ID not in refused.content.decode()
    assert not AccessLog.objects.filter(kind="reveal").exists()
    shown = county.post(address, {"purpose": "at_counter"})
    assert shown.status_code == 200 and FULL_ID in shown.content.decode()
    assert shown["Refresh"] == f"30; url=/people/{who.id}" and shown["Cache-Control"] == "no-store"
    row = AccessLog.objects.get(kind="reveal")
    assert (row.username, row.purpose, row.fields, row.people) == ("county", "at_counter", "id_no", 1)
    assert row.request_id == shown["X-Request-Id"] and set(row.whose) == {str(who.id), "P00000"}
    later = county.get(f"/people/{who.id}/looks").content.decode()
    assert "本人在窗口办事" in later and "显示完整号码" in later and "岷县" in later


def test_looks_in_the_month_are_told_to_the_person_too(county: Client, sign_in: SignIn) -> None:
    sign_in("auditor").get("/closes/2020-05/people/621126?state=left")
    county.get("/closes/2020-05/person/P00000")
    text = county.get(f"/people/{someone().id}/looks").content.decode()
    assert text.count("<tr>") - 1 == 2 and "auditor" in text


def test_somebody_elsewhere_is_not_there_and_leaves_no_trace(sign_in: SignIn) -> None:
    who, client = someone(), sign_in("other")
    for kind in ("id_no", "phone", "nothing"):
        assert client.post(f"/people/{who.id}/reveal/{kind}", {"purpose": "call"}).status_code == 404
    assert client.get(f"/people/{who.id}").status_code == 404
    assert client.get(f"/people/{who.id}/looks").status_code == 404
    assert not AccessLog.objects.exists()


def test_a_user_has_a_budget_of_numbers(county: Client, sign_in: SignIn) -> None:
    address = f"/people/{someone().id}/reveal/phone"
    for _ in range(limit("reveals_per_hour")):
        assert county.post(address, {"purpose": "call"}).status_code == 200
    refused = county.post(address, {"purpose": "call"})
    assert refused.status_code == 429 and PHONE not in refused.content.decode()
    assert AccessLog.objects.filter(kind="reveal").count() == limit("reveals_per_hour")
    assert sign_in("auditor").post(address, {"purpose": "audit"}).status_code == 200


def test_a_full_store_stops_numbers_and_masks_go_on(county: Client) -> None:
    with as_owner() as cursor:
        cursor.execute(FULL)
    who = someone()
    refused = county.post(f"/people/{who.id}/reveal/id_no", {"purpose": "call"})
    assert refused.status_code == 503 and FULL_ID not in refused.content.decode()
    assert county.get(f"/people/{who.id}").status_code == 200


def test_the_page_of_the_month_leads_to_the_record(county: Client) -> None:
    assert f'href="/people/{someone().id}"' in county.get("/closes/2020-05/person/P00000").content.decode()


@pytest.fixture
def asked() -> Duplicate:
    """Two records with one ID number."""
    load(202005, one("A"), one("B", "马玉芳"))
    return all_rows(Duplicate).get(why="number")  # type: ignore[no-any-return]


def test_one_person_is_decided_and_undone_and_both_are_remembered(asked: Duplicate, county: Client) -> None:
    address = f"/people/duplicates/{asked.pk}"
    assert "身份证号相同" in county.get(address).content.decode()
    assert county.post(address, {"verb": "same", "reason": ""}).status_code == 422
    assert county.post(address, {"verb": "same", "reason": "同一张身份证"}).status_code == 302
    two = all_rows(Person).get(id=asked.two_id)
    assert two.same_as_id == asked.one_id and all_rows(Duplicate).get(pk=asked.pk).state == "same"
    assert county.post(address, {"verb": "same", "reason": "再一次"}).status_code == 422, "only once"
    assert "第二条记录" in county.get(f"/people/{two.id}").content.decode()
    assert county.post(f"/people/{two.id}/split", {"reason": "认错了人"}).status_code == 302
    two.refresh_from_db(from_queryset=all_rows(Person))
    assert two.same_as_id is None and all_rows(Duplicate).get(pk=asked.pk).state == "apart"
    verbs = list(Decision.objects.order_by("id").values_list("verb", "by", "reason"))
    assert verbs == [("merged", "county", "同一张身份证"), ("split", "county", "认错了人")]
    page = county.get(f"/people/{two.id}").content.decode()
    assert "认错了人 · county · 岷县" in page, "the history says who, where and why"
    assert [row.purpose for row in AccessLog.objects.filter(kind="change").order_by("id")] == [
        "merged",
        "split",
    ]


def test_two_people_are_told_apart_once(asked: Duplicate, county: Client) -> None:
    address = f"/people/duplicates/{asked.pk}"
    assert county.post(address, {"verb": "apart", "reason": "双胞胎登记错误"}).status_code == 302
    assert county.post(address, {"verb": "apart", "reason": "再一次"}).status_code == 422
    assert Decision.objects.get().verb == "apart"
    assert "没有待判定" in county.get("/people/duplicates/").content.decode()


def test_a_question_across_counties_is_not_there_for_either(county: Client, sign_in: SignIn) -> None:
    load(202005, one("A"), one("B", "马玉芳", region=OTHER_VILLAGE))
    asked = all_rows(Duplicate).get(why="number")
    for client in (county, sign_in("other")):
        assert client.get(f"/people/duplicates/{asked.pk}").status_code == 404
        assert (
            client.post(f"/people/duplicates/{asked.pk}", {"verb": "same", "reason": "同一人"}).status_code
            == 404
        )
    assert sign_in("province").get(f"/people/duplicates/{asked.pk}").status_code == 200
    assert sign_in("auditor").get("/people/duplicates/").content.decode().count("990002") == 0


def test_the_trail_is_narrowed_by_who_whose_and_what(county: Client, sign_in: SignIn) -> None:
    county.post(f"/people/{someone().id}/reveal/phone", {"purpose": "call"})
    county.get("/closes/2020-05/person/P00000")
    auditor = sign_in("auditor")
    told = {"": 2, "?kind=reveal": 1, "?who=nobody": 0, "?whose=P00000": 2, "?who=county&kind=read": 1}
    for query, rows in told.items():
        page = auditor.get(f"/trail/{query}").content.decode()
        mine = page.count(">county <span")
        assert mine == rows, query
    assert "电话联系本人" in auditor.get("/trail/?kind=reveal").content.decode()
    assert auditor.get("/trail/?kind=other").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_both_languages_are_complete(language: str, county: Client, asked: Duplicate) -> None:
    county.post("/language", {"language": language, "next": "/"})
    for page in (
        "/find",
        f"/people/{someone('A').id}",
        "/people/duplicates/",
        f"/people/duplicates/{asked.pk}",
    ):
        main = county.get(page).content.decode().partition("<main")[2]
        words = re.sub(r"<[^>]+>", " ", main)
        if language == "en":
            strange = re.sub(
                r"石小兰|马玉芳|岷县|岷阳镇|人力资源和社会保障局\s+县级经办|[\u4e00-\u9fff]{2,}(?:村|镇|县|社区|居民委员会)",
                "",
                words,
            )
            assert not re.search(r"[\u4e00-\u9fff]{3,}", strange.replace("为本人", "")), page
        else:
            assert not re.search(r"\b(the|person|record|number)\b", words), page


def test_a_long_list_costs_no_more_queries(county: Client, django_assert_max_num_queries: Any) -> None:
    load(202005, *(one(f"N{n}", f"石小{chr(0x4E00 + n)}", n) for n in range(60)))
    with django_assert_max_num_queries(22):
        text = find(county, "石小")
    assert len(names_in(text)) == 50 and "还有更多结果" in text
    assert number(1) not in text
