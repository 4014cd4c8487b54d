"""One person on one page (B09): state with clause, money, why two registers agree, household, history, who looked."""

import pytest
from django.test import Client

from qianxiao.registers.people.models import Person
from tests.households import registers as told
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
BUDGET = 49  # queries of the page, whatever is on it; eight of them read the life-long file, one what is due


def address(number: str) -> str:
    return f"/people/{all_rows(Person).get(enrolments__number=number).id}"


def shown(client: Client, number: str) -> str:
    response = client.get(address(number))
    assert response.status_code == 200
    return response.content.decode()


def test_the_person_page_tells_state_money_and_why_the_registers_agree(county: Client) -> None:
    text = shown(county, "P13")
    assert "已注册，免学费未落实" in text and "/clauses/S19-12" in text
    assert "雨露计划" in text or "免学费" in text, "an entitlement with its clause"
    assert "技工院校学生学籍" in text and "比特" in text and "身份证号" in text
    assert 'href="/households/' in text and "杨大山 户" in text
    assert "电话：159****0013 → <b>159****0013</b>" in text and "第 4 行" in text
    assert "建档立卡贫困人口" in text, "what the person is called in the newest month"
    assert told.SAME_MASK[0] not in text and told.SAME_MASK[1] not in text


def test_who_looked_stands_on_the_page(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    sign_in("auditor").get(address("P13"))
    text = shown(county, "P13")
    looked = text[text.index('id="looks"') :]
    assert "审计" in looked


def test_a_moved_person_takes_everything_along(county: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    assert county.get(address("P51")).status_code == 404
    text = shown(sign_in("other"), "P51")
    assert "由外县迁入" in text or "变更" in text
    assert "张搬迁 户" in text and "和平" in text, "also what was true in the old county goes along"


def test_the_query_count_is_bounded(county: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    county.get(address("P13"))
    for number in ("P13", "P22"):
        with django_assert_max_num_queries(BUDGET):
            county.get(address(number))
