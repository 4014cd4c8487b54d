"""Items decided by application: facts found and told, the rule decides, claim, two reviews, list, payment (20-03-*, 19-12-05, -07)."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.claims.test_own import learner
from tests.claims.test_review import claims, lines
from tests.claims.world import COUNTY, SCHOOL, person
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
FIRM, LARGE = "99621126000000F01X", "99621126000000F02X"
HEAD = "姓名,身份证号码,入职日期,当月工资是否经银行发放？,是否就业困难人员？"


def number(serial: int) -> str:
    """An ID number of an invented person: 99 and a right check character."""
    from qianxiao.base.idno import CHECK_CHARS, WEIGHTS

    first = f"990001199{serial % 10}0517{serial:03}"
    return first + CHECK_CHARS[sum(int(c) * w for c, w in zip(first, WEIGHTS, strict=True)) % 11]


def firm(code: str, **more: Any) -> str:
    """A firm of the market register with its post; returns the sign-in name."""
    from qianxiao.money.claims.models_apply import Employer
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    told = {
        "name": f"某公司{code[-3]}",
        "region": COUNTY,
        "kind": "1",
        "scale": "3",
        "sector": "H",
        "as_of": 20200501,
    }
    Employer.objects.create(org_code=code, **{**told, **more})
    name = f"firm-{code[-3:].lower()}"
    give_post(name, "段某", f"某公司{code[-3]}", Role.ENTERPRISE, institution=code, demo=True, place=COUNTY)
    return name


def begun(client: Client, item: str, about: str) -> str:
    """The address of a list that was begun."""
    answer = client.post(f"/claims/apply/{item}", {"about": about})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def brought(client: Client, place: str, text: str, name: str = "名册.csv") -> str:
    """The page after a file was brought."""
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post(f"{place}/do/file", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return client.get(place).content.decode()


def sent(client: Client, place: str) -> Any:
    answer = client.post(f"{place}/do/send", {"key": str(uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    return claims().get(pk=int(answer["Location"].rsplit("/", 1)[1]))


def roll(*serials: int, hired: str = "2020-03-05") -> str:
    rows = [f"龙某{'甲乙丙丁戊己庚辛'[serial % 8]},{number(serial)},{hired},是,否" for serial in serials]
    return "\n".join([HEAD, *rows])


def row_lines(place: str) -> Any:
    from qianxiao.money.claims.models_apply import RosterLine

    return all_rows(RosterLine).filter(roster=int(place.rsplit("/", 1)[1])).order_by("id")


def test_a_month_of_work_for_training_goes_from_file_to_reservation(sign_in: SignIn) -> None:
    """20-03-01, -04: a hotel under line 3; amount = persons x rate; reviewed by two, put up, its money committed."""
    from qianxiao.money.claims.actions_money import follow_all
    from qianxiao.money.notices.models import NoticeLine
    from qianxiao.money.payments.models import Payment
    from tests.payments.world import give

    me = sign_in(firm(FIRM))
    place = begun(me, "work_for_training", "202005")
    page = brought(
        me, place, roll(1, 2, 3) + f"\n无号某,123,2020-03-05,是,否\n重复某,{number(1)},2020-03-05,是,否"
    )
    assert ("无号某" in page and "无误" in page) or "正确" in page  # given back, the good are taken
    assert row_lines(place).count() == 3 and set(row_lines(place).values_list("verdict", flat=True)) == {"unknown"}  # fmt: skip
    assert (
        me.post(f"{place}/do/send", {"key": str(uuid4())}).status_code == 422
    )  # the line of policy was not told
    assert me.post(f"{place}/do/tell", {"work_line": "3"}).status_code == 302
    page = me.get(place).content.decode()
    assert "1,500" in page and "3 人应发" in page
    claim = sent(me, place)
    assert (claim.item, claim.org_code, claim.lines_told, claim.total) == (
        "work_for_training",
        FIRM,
        3,
        150000,
    )
    assert brought(me, place, roll(1, 2, 3)) and row_lines(place).count() == 3  # again changes nothing
    again = me.post(f"{place}/do/send", {"key": str(uuid4())})
    assert again["Location"].endswith(f"/{claim.pk}") and claims().count() == 1
    give_account()
    county, second = sign_in("county"), sign_in("reviewer")
    county.post(f"/claims/{claim.pk}/do/recheck")
    assert not any(row.look for row in lines(claim)), [row.checks for row in lines(claim)]
    county.post(f"/claims/{claim.pk}/pass")
    assert second.post(f"/claims/{claim.pk}/do/second").status_code == 302
    county.post(f"/claims/{claim.pk}/do/put_up")
    with as_owner():
        all_rows(NoticeLine).update(state="clear")
        give(COUNTY, 10_000_00, "3")
    told = follow_all("worker")
    assert (told["seen"], told["reserved"]) == (1, 1)
    rows = all_rows(Payment).filter(claim__startswith=claim.claim_no)
    assert [(row.org_code, row.person_id, row.amount, row.payee_kind) for row in rows] == [(FIRM, None, 50000, "5")] * 3  # fmt: skip
    due = lines(claim)[0].entitlement
    page = county.get(f"/claims/{claim.pk}/lines/1").content.decode()
    assert "用工主体" in page and "行业门类" in page and "按规则重新判定仍应发" in page
    assert county.get(f"/entitlements/{due.pk}").status_code == 200
    assert sign_in(firm(LARGE)).get(place).status_code == 404  # another firm finds nothing of it
    assert sign_in("firm-02x").get(f"/claims/{claim.pk}").status_code == 404


def give_account(code: str = FIRM) -> None:
    """The firm's account, asked for by one and confirmed by another."""
    from qianxiao.base.vault import blind, mask, seal
    from qianxiao.money.payments.models import PayeeAccount
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.office.audit.keys import ring

    owner, keys, text = uuid4(), ring(), "6217000000000099"
    version, data = seal(keys, "account", owner, text)
    with as_owner():
        PayeeAccount.objects.within(whole_scope()).create(
            org_code=code, region=COUNTY, holder="某公司", owner=owner, version=version, sealed=data, index=blind(keys, "account", text),
            index_version=keys.active("index"), mask=mask("account", text), state="confirmed", asked_by="county", confirmed_by="reviewer",
        )  # fmt: skip


def test_nobody_is_counted_twice_in_a_month_and_never_a_seventh_time(sign_in: SignIn) -> None:
    """20-03-01, facts 4.6: one month of one person with one firm; six months over all of them."""
    first, second = sign_in(firm(FIRM)), sign_in(firm(LARGE, scale="1"))
    for month in range(1, 6):
        place = begun(first, "work_for_training", f"2020{month:02}")
        first.post(f"{place}/do/tell", {"work_line": "3"})
        brought(first, place, roll(1, hired="2019-12-01"))
        assert sent(first, place).lines_told == 1
    there = begun(second, "work_for_training", "202005")
    second.post(f"{there}/do/tell", {"work_line": "3"})
    page = brought(second, there, roll(1, 2))
    assert "当月未由其他单位申领" in page and "2 人" in page
    assert [row.verdict for row in row_lines(there).order_by("name")] == ["due", "not_due"] or "due" in page
    june = begun(second, "work_for_training", "202006")  # the sixth month, with another firm
    second.post(f"{june}/do/tell", {"work_line": "3"})
    brought(second, june, roll(1))
    assert sent(second, june).lines_told == 1
    december = begun(first, "work_for_training", "201912")  # a seventh
    first.post(f"{december}/do/tell", {"work_line": "0"})
    page = brought(first, december, roll(1, hired="2019-12-01"))
    assert "未超过每人补贴月数" in page
    assert first.post(f"{december}/do/send", {"key": str(uuid4())}).status_code == 422


@pytest.mark.parametrize(
    ("line", "more", "told", "verdict", "says"),
    [
        ("1", {"scale": "1"}, {}, "not_due", "第一、二条线限中小微企业"),  # 20-03-02
        ("2", {"sector": "C"}, {"power_drop": "60", "energy_drop": "10", "revenue_drop": "0"}, "not_due", "降幅达到当地标准"),  # 20-03-03
        ("2", {"sector": "C"}, {"power_drop": "75", "energy_drop": "10", "revenue_drop": "0"}, "due", ""),
        ("3", {"sector": "C"}, {}, "not_due", "外贸、住宿餐饮"),  # 20-03-04
    ],
)  # fmt: skip
def test_each_line_of_policy_asks_its_own(sign_in: SignIn, line: str, more: dict[str, str], told: dict[str, str], verdict: str, says: str) -> None:  # fmt: skip
    me = sign_in(firm(FIRM, **more))
    place = begun(me, "work_for_training", "202005")
    me.post(f"{place}/do/tell", {"work_line": line, **told})
    page = brought(me, place, roll(1).replace("是,否", "是,是"))
    assert row_lines(place).get().verdict == verdict and says in page


def test_a_workbook_made_of_the_template_is_read(sign_in: SignIn) -> None:
    import xlsxwriter

    me = sign_in(firm(FIRM))
    place = begun(me, "work_for_training", "202005")
    assert me.get(f"{place}/template").content[:2] == b"PK"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for at, row in enumerate([*(line.split(",") for line in roll(4, 5).split("\n"))]):
        sheet.write_row(at, 0, row)
    book.close()
    file = SimpleUploadedFile("名册.xlsx", out.getvalue())
    assert me.post(f"{place}/do/file", {"file": file}).status_code == 302
    assert row_lines(place).count() == 2
    bad = SimpleUploadedFile("名册.xlsx", b"not a workbook")
    assert me.post(f"{place}/do/file", {"file": bad}).status_code == 422


def student(at: int, org: str = SCHOOL, **more: Any) -> Any:
    """Somebody on the roll of the school."""
    from qianxiao.office.accounts.scope import whole_scope
    from qianxiao.services.studies.models import Student

    one = person(at)
    told = {
        "org_code": org, "region": COUNTY, "home": one.region[:6], "person_id": one.pk, "reg_no": f"R{at:05}", "name": one.name,
        "reg_kind": "1", "major": "0101-4", "years": 3, "grade": 1, "enrol_month": 201909, "status": "1", "status_date": 20190901,
    }  # fmt: skip
    return Student.objects.within(whole_scope()).create(**{**told, **more})


def test_a_person_applies_for_local_aid_and_is_asked_nothing() -> None:
    """19-12-05: everything is known; the prefecture's own amounts; the reason where nothing is due."""
    student(0, region="621223")
    me = learner(0)
    page = me.get("/portal/apply/local_aid").content.decode()
    assert "700" in page and "定额" not in page
    first = me.post("/portal/apply/local_aid", {"key": str(uuid4())})
    assert first.status_code == 302, first.content.decode()
    claim = claims().get()
    assert (claim.item, claim.kind, claim.total) == ("local_aid", "person", 70000)
    assert me.post("/portal/apply/local_aid", {"key": str(uuid4())})["Location"] == first["Location"]
    assert claims().count() == 1 and claim.claim_no in me.get(first["Location"]).content.decode()
    from qianxiao.registers.schools.models import Institution

    assert "没有应发款" in learner(2).get("/portal/apply/local_aid").content.decode()  # on no roll
    far = "99522301000000S01A"
    Institution.objects.create(org_code=far, name="某校", org_type="1", region="522301")
    student(1, org=far, region="522301")
    other = learner(1)
    assert "当地设有此项补助" in other.get("/portal/apply/local_aid").content.decode()  # the region has none
    assert other.post("/portal/apply/local_aid", {"key": str(uuid4())}).status_code == 422


def test_a_school_asks_for_its_fledglings_and_those_with_a_grant_are_refused(sign_in: SignIn) -> None:
    """19-15-03: places of the province go by the ranking; who has the national grant has no place."""
    from qianxiao.office.accounts.scope import whole_scope
    from tests.claims.world import entitled

    for at in range(3):
        student(at)
    entitled(
        whole_scope(),
        person(2),
        "P2",
        "R00002",
        item="national_grant",
        state="paid",
        paid=150000,
        instalment="2020S",
    )
    me = sign_in("the-school")
    place = begun(me, "fledgling", "2020")
    rows = list(row_lines(place))
    assert len(rows) == 3
    said = {}
    for at, row in enumerate(rows):
        said |= {f"needy-{row.pk}": "yes", f"epidemic_hit-{row.pk}": "no", f"score-{row.pk}": str(80 + at)}
    assert me.post(f"{place}/do/lines", said).status_code == 302
    page = me.get(place).content.decode()
    assert "未享受国家或地方助学金" in page and "6,000" in page
    claim = sent(me, place)
    assert (claim.lines_told, claim.total) == (2, 600000)
    county = sign_in("county")
    with as_owner():  # one of them is given the state grant meanwhile: the rule, asked again, says so
        row = lines(claim)[0]
        entitled(
            whole_scope(),
            row.person,
            "P9",
            "RX",
            item="national_grant",
            state="paid",
            paid=150000,
            instalment="2020S",
        )
    county.post(f"/claims/{claim.pk}/do/recheck")
    row.refresh_from_db()
    assert row.look and [one["result"] for one in row.checks if one["check"] == "again"] == ["red"]


def test_every_item_of_the_rules_online_has_its_flow() -> None:
    """Each fact of each rule is either found in a register or asked with a reason; nothing else is decided on."""
    from qianxiao.engine.rules.load import every_rule
    from qianxiao.money.claims import facts, flow

    online = [file for file in every_rule() if file.online]
    assert len(online) == 11
    for file in online:
        one = flow.flows()[file.item]
        assert one.applies is not None
        asked = {ask["fact"] for ask in one.asks if not ask.get("note")}
        assert set(one.applies["held"]) | asked == set(file.fields) and not set(one.applies["held"]) & asked
        assert all(facts.known(name) for name in one.applies["held"].values())
        assert all(ask["why_zh"] and ask["why_en"] for ask in one.asks)
        assert set(one.checks) <= set(flow.checks())


def test_the_market_register_is_taken_in(tmp_path: Path) -> None:
    from qianxiao.money.claims.actions_employers import COLUMNS, take_employers
    from qianxiao.money.claims.models_apply import Employer
    from tests.payments.world import COUNTY as PLACE

    code = "91620100MA71C5U21J"
    from qianxiao.base.uscc import check_char

    code = code[:17] + check_char(code[:17])
    file = tmp_path / "firms.csv"
    rows = [
        ",".join(COLUMNS),
        f"{code},某酒店,{PLACE},1,3,H,0,1,20200501",
        f"12,坏行,{PLACE},1,3,H,0,1,20200501",
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    assert take_employers(file) == (1, ["firms.csv:3: org_code"])
    assert take_employers(file)[0] == 1 and Employer.objects.get().name == "某酒店"
    assert date(2020, 5, 1)
