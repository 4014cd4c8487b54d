"""What people are due (19-12-06, 20-09-02): one row for ever, brought up to each month, shown with its reasons and sums."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.scoped import all_rows
from tests.web.sample import write_month

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def rows() -> Any:
    from qianxiao.money.entitlements.models import Entitlement

    return all_rows(Entitlement)


def select() -> str:
    from qianxiao.returns.close import actions

    return (Path(actions.__file__).parent / "sql" / "entitle.sql").read_text(encoding="utf-8")


def test_a_month_makes_one_row_for_each_decision_and_again_nothing() -> None:
    from qianxiao.money.entitlements.actions import take
    from qianxiao.returns.close.models import DueLine

    assert rows().count() == all_rows(DueLine).count() > 50
    before = sorted(rows().values_list("pk", "state", "amount", "paid", "last_period"))
    assert take(202005, "tester", select()) == (0, 0, 0, True)
    assert sorted(rows().values_list("pk", "state", "amount", "paid", "last_period")) == before


def test_a_later_month_changes_what_it_decides_otherwise_and_keeps_what_stood(tmp_path: Path) -> None:
    from qianxiao.money.entitlements.actions import take
    from qianxiao.returns.close.models import DueLine

    one = rows().filter(state="missing").order_by("pk")[0]
    lost = rows().filter(state="paid").order_by("pk")[0]
    lines = all_rows(DueLine).filter(period=202005)
    lines.filter(person_no=one.number, term=one.instalment).update(paid=150000, gap=0, status="paid")
    lines.filter(person_no=lost.number).delete()
    took = take(202006, "tester", select().replace("= %(period)s", "= 202005"))
    assert (took.new, took.changed, took.gone) == (0, 1, rows().filter(number=lost.number).count())
    one.refresh_from_db()
    assert (one.state, one.paid, one.first_period, one.last_period) == ("paid", 150000, 202005, 202006)
    from qianxiao.money.entitlements.queries import history
    from qianxiao.office.accounts.scope import whole_scope

    assert [line["state"] for line in history(whole_scope(), one)] == ["missing"]
    lost.refresh_from_db()
    assert lost.state == "gone" and lost.open == lost.amount - lost.had
    assert take(202005, "tester", select()).newest is False  # an older month says nothing any more


def test_figures_on_top_add_up_to_the_lines(county: Client) -> None:
    from qianxiao.money.entitlements.queries import paid_here, sums, whole
    from qianxiao.office.accounts.models import Post
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.scope import scope_for

    post = Post.objects.get(user__username="county")
    told = whole(sums(paid_here(Actor("county", post, scope_for(post.role, post.ranges)).scope)))
    lines = [one for one in rows().filter(county="621126") if one.verdict == "due"]
    assert told.due == sum(one.amount for one in lines) == told.had + told.under_way + told.open > 0
    assert told.open == sum(one.open for one in lines)
    page = county.get("/entitlements/").content.decode()
    assert f"{told.due // 100:,}" in page and f"{told.open // 100:,}" in page
    assert "尚未申领" in page


def test_one_row_says_why_with_clause_fact_and_source(county: Client) -> None:
    one = rows().filter(county="621126", state="missing").order_by("pk")[0]
    page = county.get(f"/entitlements/{one.pk}").content.decode()
    for said in (
        "接受全日制技工教育",
        "学籍为全日制",
        "满足",
        "人社部发〔2019〕2号",
        "1,500",
        one.name,
        "2020-05",
    ):
        assert said in page
    no = rows().filter(county="621126", state="not_due").order_by("pk")[0]
    text = county.get(f"/entitlements/{no.pk}", headers={"accept-language": "en"}).content.decode()
    assert "Why it is not due" in text and "not met" in text


def test_filters_narrow_and_another_county_finds_nothing(sign_in: SignIn) -> None:
    one = rows().filter(county="621126", state="missing").order_by("pk")[0]
    link = f'href="/entitlements/{one.pk}"'  # names repeat in this world, rows do not
    client = sign_in("county")
    assert f"/entitlements/{one.pk}" in client.get(f"/entitlements/?town={one.region[:9]}").content.decode()
    assert link not in client.get("/entitlements/?item=free_tuition").content.decode()
    other = sign_in("other")
    assert other.get(f"/entitlements/{one.pk}").status_code == 404
    assert link not in other.get("/entitlements/?part=due").content.decode()


def test_the_person_page_shows_due_and_arrived(county: Client) -> None:
    one = rows().filter(county="621126", state="missing").order_by("pk")[0]
    page = county.get(f"/people/{one.person_id}").content.decode()
    assert f'href="/entitlements/{one.pk}"' in page and "应发与到账" in page


def test_a_month_loaded_before_there_were_entitlements_gives_them_now(out: Path) -> None:
    from qianxiao.returns.close.actions import load_close

    with_rows = rows().count()
    from tests.scoped import as_owner

    with as_owner() as cursor:
        cursor.execute("TRUNCATE entitlements_entitlement CASCADE")
        load_close(write_month(out), 202005, "tester")
    assert rows().count() == with_rows


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh-CN",
            (
                '<b class="num">3,000</b> 元应发',
                "已到账 1,500 元",
                "待到账 1,500 元",
                "2019–2020 学年",
                "人社部发〔2019〕2号",
            ),
        ),
        ("en", ("3,000</b> yuan due", "paid 1,500 yuan", "pending 1,500 yuan", "school year 2019–2020")),
    ],
)
def test_a_learner_sees_three_thousand_paid_half_and_pending_half(
    language: str, words: tuple[str, ...]
) -> None:
    """J2: the year's sum, what arrived, what is pending, the clause; and of nobody else."""
    from datetime import UTC, datetime

    from qianxiao.doors.portal.access import SESSION_LEARNER
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.services.courses.models import Learner

    one = rows().filter(state="missing", instalment="2020S").order_by("pk")[0]
    rows().filter(person=one.person_id, instalment="2019A").update(
        verdict="due", state="paid", amount=150000, paid=150000
    )
    Learner.objects.within(whole_scope()).create(
        person_id=one.person_id,
        home=one.region,
        number="1",
        code="",
        given_by="x",
        given_at=datetime.now(UTC),
    )
    client = Client(headers={"accept-language": language})
    session = client.session
    session[SESSION_LEARNER] = str(one.person_id)
    session.save()
    page = client.get("/portal/mine").content.decode()
    for said in words:
        assert said in page
    assert page.count('<li class="card">') == 1
