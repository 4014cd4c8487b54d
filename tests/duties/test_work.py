"""Today's work through the pages: whose name, handing, fulfilling with evidence, who lacks what."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.duties.conftest import COUNTY, OTHER, PROVINCE
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
Day = Callable[[str], tuple[int, int, int, int]]
SignIn = Callable[..., Client]


def _duty(rule: str, region: str, **more: Any) -> Any:
    from qianxiao.office.duties.models import Duty

    return all_rows(Duty).get(rule=rule, region=region, **more)


def _post(username: str) -> Any:
    from qianxiao.office.accounts.models import Post

    return Post.objects.get(user__username=username)


def _counts(client: Client) -> dict[str, int]:
    """View → number beside it."""
    text = client.get("/duties/").content.decode()
    return {name: int(n) for name, n in re.findall(r'\?view=(\w+)"[^>]*>[^<]*<span class="num">(\d+)<', text)}


def test_the_only_one_with_the_post_is_named_two_are_not(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    assert _duty("monthly_reconciliation", COUNTY, period=202006).seat == _post("county").seat
    assert _duty("monthly_reconciliation", OTHER, period=202006).seat is None, "two officers: nobody is meant"
    counted = _counts(sign_in("other"))
    assert counted["unassigned"] == counted["open"] > 0
    text = sign_in("other").get("/duties/?view=unassigned").content.decode()
    assert "月对账" in text and "未指定责任人" in text


def test_handing_names_one_and_is_written_down(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    duty = _duty("monthly_reconciliation", OTHER, period=202006)
    client = sign_in("other")
    assert client.post(f"/duties/{duty.pk}/hand", {"post": _post("second").pk}).status_code == 302
    page = client.get(f"/duties/{duty.pk}").content.decode()
    assert "second某" in page and "交由 second某 办理" in page
    assert _counts(sign_in("second"))["mine"] == 1
    assert _counts(client)["mine"] == 0
    for post in (_post("county").pk, 10**9, "x"):
        answer = client.post(f"/duties/{duty.pk}/hand", {"post": post})
        assert answer.status_code == 422, "nobody of another agency"
    duty.refresh_from_db(from_queryset=all_rows(type(duty)))
    assert duty.seat == _post("second").seat


def test_who_leaves_leaves_it_on_nobodys_name(on: Day, sign_in: SignIn) -> None:
    from qianxiao.office.accounts.models import Post

    on("2020-07-05")
    before = _counts(sign_in("reviewer"))["unassigned"]
    Post.objects.filter(user__username="county").update(ends="2020-01-01", starts="2019-01-01")
    after = _counts(sign_in("reviewer"))
    assert after["unassigned"] == after["open"] > before


def test_the_successor_in_the_seat_has_it(on: Day, sign_in: SignIn) -> None:
    """19-03-05: what is owed stays with the seat; until the new post is granted it is on nobody's name."""
    from qianxiao.office.accounts.models import Post, User

    on("2020-07-05")
    old = _post("county")
    new = Post.objects.create(user=User.objects.get(username="second"), agency=old.agency, role=old.role,
                              regions=old.regions, seat=old.seat, asked_by="system")  # fmt: skip
    Post.objects.filter(pk=old.pk).update(starts="2019-01-01", ends="2020-01-01")
    on("2020-07-06")
    assert _counts(sign_in("reviewer"))["unassigned"] > 0
    assert _duty("monthly_reconciliation", COUNTY, period=202006).seat == old.seat, (
        "his, though not granted yet"
    )
    Post.objects.filter(pk=new.pk).update(granted_by="security")
    Post.objects.filter(user__username="second", seat=None).delete()
    assert _counts(sign_in("reviewer"))["unassigned"] == 0


def test_fulfilled_with_evidence_by_the_named_person_only(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    duty = _duty("monthly_reconciliation", COUNTY, period=202006)
    address = f"/duties/{duty.pk}/fulfil"
    assert sign_in("reviewer").post(address, {"evidence": "对账单1号"}).status_code == 422, (
        "same agency, not named"
    )
    assert sign_in("prefecture").post(address, {"evidence": "对账单1号"}).status_code == 422, "the tier above"
    assert sign_in("other").post(address, {"evidence": "对账单1号"}).status_code == 404, "the county beside"
    county = sign_in("county")
    assert county.post(address, {"evidence": "  "}).status_code == 422
    assert _duty("monthly_reconciliation", COUNTY, period=202006).done_on is None
    assert county.post(address, {"evidence": "对账单1号"}).status_code == 302
    done = _duty("monthly_reconciliation", COUNTY, period=202006)
    assert (str(done.done_on), done.done_by, done.evidence) == ("2020-07-05", "county", "对账单1号")
    assert "办结，依据：对账单1号" in county.get(f"/duties/{duty.pk}").content.decode()
    assert county.post(address, {"evidence": "对账单2号"}).status_code == 422, "once"
    assert "对账单1号" in county.get("/duties/?view=done").content.decode() or _counts(county)["done"] == 1


def test_late_needs_a_reason(on: Day, sign_in: SignIn) -> None:
    on("2020-07-12")
    duty, county = _duty("monthly_reconciliation", COUNTY, period=202006), sign_in("county")
    assert county.post(f"/duties/{duty.pk}/fulfil", {"evidence": "1号"}).status_code == 422
    told = {"evidence": "1号", "reason": "系统升级"}
    assert county.post(f"/duties/{duty.pk}/fulfil", told).status_code == 302
    assert "逾期原因：系统升级" in county.get(f"/duties/{duty.pk}").content.decode()


def test_the_tier_above_sees_what_was_raised_and_it_goes_when_done(on: Day, sign_in: SignIn) -> None:
    on("2020-07-12")
    upper = sign_in("prefecture")
    before = _counts(upper)["raised"]
    text = upper.get("/duties/?view=raised").content.decode()
    assert "岷县人社局" in text and "通渭县人社局" in text and before > 1
    duty = _duty("monthly_reconciliation", COUNTY, period=202006)
    sign_in("county").post(f"/duties/{duty.pk}/fulfil", {"evidence": "1号", "reason": "晚"})
    assert _counts(upper)["raised"] == before - 1
    assert upper.post(f"/duties/{duty.pk}/hand", {"post": _post("county").pk}).status_code == 422, (
        "not its own"
    )


def test_on_16_december_the_ministry_sees_who_is_late(on: Day, sign_in: SignIn) -> None:
    on("2020-11-20")
    duty = _duty("progress_form", PROVINCE)
    assert (
        sign_in("province").post(f"/duties/{duty.pk}/fulfil", {"evidence": "甘人社〔2020〕1号"}).status_code
        == 302
    )
    on("2020-12-16")
    ministry = sign_in("ministry")
    listed = ministry.get("/duties/ledger?state=open&rule=progress_form&period=2020").content.decode()
    text = ministry.get("/duties/lacking").content.decode()
    assert "青海省人力资源和社会保障厅" in listed and "甘肃省人力资源和社会保障厅" not in listed
    row = re.search(r'<a class="obj" href="[^"]*progress_form&amp;period=2020".*?</tr>', text, re.DOTALL)
    assert row and re.findall(r"num[^>]*>(\d+)</td>", row[0]) == ["32", "31", "31", "31"]
    from qianxiao.office.duties.models import Duty

    raised = all_rows(Duty).filter(rule="progress_form", raised_to__name="人力资源和社会保障部")
    assert raised.count() == 31 and _counts(ministry)["raised"] >= 31


def test_each_sees_who_lacks_what_in_its_own_scope_only(on: Day, sign_in: SignIn) -> None:
    on("2020-07-12")
    address = "/duties/ledger?state=open&rule=monthly_reconciliation&period=202006"
    seen = {name: re.findall(r'data-label="单位">(\S+局) ', sign_in(name).get(address).content.decode())
            for name in ("county", "prefecture", "ministry", "monitor")}  # fmt: skip
    assert seen["county"] == ["岷县人社局"]
    assert sorted(seen["prefecture"]) == ["岷县人社局", "通渭县人社局"]
    assert len(seen["ministry"]) == 3 and seen["monitor"] == []
    monitor = sign_in("monitor")
    school = _duty("school_monitoring", COUNTY, period=202006)
    assert monitor.get(f"/duties/{school.pk}").status_code == 200
    assert (
        monitor.get(f"/duties/{_duty('monthly_reconciliation', COUNTY, period=202006).pk}").status_code == 404
    )
    assert monitor.post(f"/duties/{school.pk}/hand", {"post": _post("head").pk}).status_code == 404
    assert monitor.post(f"/duties/{school.pk}/fulfil", {"evidence": "1", "reason": "2"}).status_code == 302


def test_home_is_the_work_of_today(on: Day, sign_in: SignIn) -> None:
    county = sign_in("county")
    assert county.get("/")["Location"] == "/today"
    before = county.get("/today").content.decode()
    on("2020-07-12")
    after = county.get("/today").content.decode()
    assert before.count("due bad") < after.count("due bad"), "what is overdue stands there with its days"


@pytest.mark.parametrize(
    ("language", "said"), [("zh-CN", ("已逾期", "月对账")), ("en", ("Overdue", "Monthly reconc"))]
)
def test_both_languages(on: Day, sign_in: SignIn, language: str, said: tuple[str, ...]) -> None:
    on("2020-07-12")
    duty = _duty("monthly_reconciliation", COUNTY, period=202006)
    client = sign_in("county", language)
    for address in ("/duties/", f"/duties/{duty.pk}", "/duties/lacking"):
        text = client.get(address).content.decode()
        assert all(word in text for word in said), address
        if language == "en":
            shell = re.sub(
                r"<header.*?</header>|<select.*?</select>|<td[^>]*>.*?</td>|<p class=\"sub\">.*?</p>",
                "",
                text,
                flags=re.DOTALL,
            )
            assert not re.findall(r"[一-鿿]+", shell), address


def test_wrong_addresses_are_not_there(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    county = sign_in("county")
    for address in ("/duties/?view=all", "/duties/999999999", "/duties/ledger?rule=nothing&period=2020", "/duties/?after=x",
                    "/duties/ledger?rule=key_lists&period=x", "/duties/?size=7", "/duties/?order=rule"):  # fmt: skip
        assert county.get(address).status_code == 404, address
    for after in ("99999999", "9" * 30):
        assert county.get("/duties/", {"after": after}).status_code == 200, (
            "a row there is not: the beginning"
        )


def test_every_duty_is_reached_by_paging_and_queries_do_not_grow(on: Day, sign_in: SignIn) -> None:
    from qianxiao.office.accounts.models import Agency
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties.actions import open_duties

    address = "/duties/ledger?state=open&rule=monthly_reconciliation&period=202006"
    on("2020-07-12")
    client = sign_in("prefecture")

    def asked(where: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(where).status_code == 200
        return len(captured)

    asked(address)  # the first request of a session asks more
    few = asked(address), asked("/duties/")
    Agency.objects.bulk_create(
        Agency(name=f"第{n}局", kind="hr", region=str(n)) for n in range(621130, 621200) if n % 100
    )
    assert open_duties(Actor("operator"), [202006])[0] >= 70
    assert (asked(address), asked("/duties/")) == few
    assert max(few) <= 16
    seen: list[str] = []
    query = "&size=20"
    while query:
        text = client.get(f"{address}{query}").content.decode()
        seen += re.findall(r'class="obj" href="/duties/(\d+)"', text)
        found = re.search(r'href="\?([^"]*)" rel="next"', text)
        query = f"&{found[1].replace('&amp;', '&')}" if found else ""
    assert len(seen) == len(set(seen)) == 72
