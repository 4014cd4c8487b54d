"""The way of a payment through pages: county, finance, a second finance officer, the bank; returns, recovery, funds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.payments.bankside import Simulator, client_of, running
from tests.payments.world import COUNTY, SCHOOL, actor, give, payable
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with running(tmp_path / "bank") as one:
        monkeypatch.setattr(settings, "BANK_URL", one.url, raising=False)
        yield one


def _reserve(first: int, last: int) -> None:
    from qianxiao.money.payments.actions import reserve

    assert (
        len(reserve(actor("reviewer"), [payable(n) for n in range(first, last + 1)]).made) == last - first + 1
    )


def _post(username: str, address: str, told: dict[str, Any] | None = None, status: int = 302) -> Any:
    answer = client_of(username).post(address, told or {})
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer


def _sent(status: str = "accepted") -> Any:
    """What is ready goes through the desk to the bank; the batch."""
    from qianxiao.money.payments import sending
    from qianxiao.money.payments.bank import bank
    from qianxiao.money.payments.models import Batch

    _post("finance", "/payments/batches/new", {"region": COUNTY, "fund": "2"})
    batch = all_rows(Batch).latest("id")
    for username in ("finance", "finance2"):
        _post(username, f"/payments/batches/{batch.pk}/release", {"seen": batch.digest})
    wire = bank(5)
    assert wire is not None and sending.send_released(wire) == {status: 1}
    return batch


def _payment(n: int) -> Any:
    from qianxiao.money.payments.models import Payment

    return all_rows(Payment).get(claim=payable(n).claim)


def test_a_returned_payment_is_fixed_and_sent_without_a_second_approval(bank: Simulator) -> None:
    """19-13-05: back to "fix account", sent again under the same approval; the new account is asked about by somebody else."""
    from qianxiao.money.payments.models import Payment

    _reserve(1, 4)
    bank.faults(closed=1.0)
    _sent()
    _post("finance", "/payments/bank/fetch")
    assert {row.state for row in all_rows(Payment)} == {"returned"}
    page = client_of("county").get("/payments/returns").content.decode()
    assert page.count("退票") >= 4 and "账户已销户" in page
    one, same = _payment(1), _payment(2)
    _post(
        "finance",
        f"/payments/all/{one.pk}/fix",
        {"account": "6217999900001111222", "reason": "本人来电"},
        404,
    )
    _post("county", f"/payments/all/{one.pk}/fix", {"account": "12", "reason": "本人来电"}, 422)
    _post(
        "county",
        f"/payments/all/{one.pk}/fix",
        {"account": "6217 9999 0000 1111 222", "reason": "本人来电，换卡"},
    )
    _post("county", f"/payments/all/{same.pk}/fix", {"account": "", "reason": "银行已解除限制"})
    one, same = _payment(1), _payment(2)
    assert (one.state, one.held, one.attempt) == ("reoffered", "account", 2) and (same.state, same.held) == (
        "reoffered",
        "",
    )
    _post(
        "county", f"/payments/all/{one.pk}/confirm", {"reason": "电话核实"}, 422
    )  # who changed it does not confirm it
    _post("reviewer", f"/payments/all/{one.pk}/confirm", {"reason": "按原登记电话核实"})
    bank.faults()
    batch = _sent()
    assert batch.number != _payment(3).batch.number and (batch.lines, _payment(1).maker) == (2, "county")
    _post("finance", "/payments/bank/fetch")
    assert [_payment(n).state for n in (1, 2, 3)] == ["settled", "settled", "returned"]
    shown = client_of("auditor").get(f"/payments/all/{one.pk}").content.decode()
    assert "BK" in shown and "第 2 次" in shown and "6217999900001111222" not in shown


def test_an_account_that_changed_after_the_approval_holds(bank: Simulator) -> None:
    """Pattern 16: the line says why it waits; a second person lifts it."""
    from qianxiao.money.payments.models import Hold
    from tests.payments.world import person_id
    from tests.scoped import as_owner

    _reserve(5, 6)
    with as_owner() as cursor:
        cursor.execute(
            "UPDATE people_sealed SET index = '\\x01' WHERE person_id = %s AND kind = 'account'",
            [person_id(5)],
        )
    batch = _sent()
    assert (
        batch.lines == 1
        and _payment(5).held == "account"
        and all_rows(Hold).get(claim=payable(5).claim).reason == "changed"
    )
    assert (
        "审核通过后收款账户有变更"
        in client_of("county").get(f"/payments/all/{_payment(5).pk}").content.decode()
    )


def test_finance_sees_book_equal_bank_and_closes(bank: Simulator) -> None:
    from qianxiao.money.payments.models import Day

    _reserve(1, 3)
    _sent()
    day = {"day": "2020-06-01"}
    _post("finance", "/payments/bank/fetch")
    _post("finance", "/payments/bank/close", day, 422)  # movements of today were taken in
    from qianxiao.money.payments.actions import ymd

    text = str(ymd())
    _post("finance", "/payments/bank/close", {"day": f"{text[:4]}-{text[4:6]}-{text[6:]}"})
    assert all_rows(Day).get().book == 450_000
    page = client_of("finance").get("/payments/returns").content.decode()
    assert page.count("4,500") >= 2


def test_files_are_carried_where_no_bank_is_connected() -> None:
    """Both forms say the same; a statement that was spoilt is refused with its reason and changes nothing."""
    from qianxiao.money.payments.actions import ymd
    from qianxiao.money.payments.bankfiles import Movement, Told, read_orders, write_statement
    from qianxiao.money.payments.models import Batch

    _reserve(1, 3)
    _post("finance", "/payments/batches/new", {"region": COUNTY, "fund": "2"})
    batch = all_rows(Batch).get()
    for username in ("finance", "finance2"):
        _post(username, f"/payments/batches/{batch.pk}/release", {"seen": batch.digest})
    files = [
        _post("finance", f"/payments/batches/{batch.pk}/file/{form}", status=200).content
        for form in ("fixed", "csv")
    ]
    number, payer, _day, orders = read_orders(files[0])
    assert read_orders(files[1])[3] == orders and (number, payer, len(orders)) == (batch.number, COUNTY, 3)
    moves = [Movement(f"R{n}", one.key, "paid", one.account, one.amount) for n, one in enumerate(orders)]
    data = write_statement(Told(COUNTY, ymd(), moves), "fixed")
    for bad, why in (
        (data[:-20], "不完整"),
        (data.replace(b"R1", b"R9"), "不符"),
        (b"", "文件"),
        (data.decode("gb18030").encode("utf-16"), "不完整"),
    ):
        answer = _post("finance", "/payments/bank/statement", {"file": SimpleUploadedFile("d.txt", bad)}, 422)
        assert why in answer.content.decode()
    for _ in range(2):
        _post("finance", "/payments/bank/statement", {"file": SimpleUploadedFile("d.txt", data)})
    assert _payment(1).state == "settled"


def test_money_is_asked_back_by_two_people_in_parts(bank: Simulator) -> None:
    from qianxiao.money.payments.models import Account, Recovery, RecoveryPart

    _reserve(1, 1)
    _sent()
    _post("finance", "/payments/bank/fetch")
    one = _payment(1)
    _post(
        "county", f"/payments/all/{one.pk}/recover", {"amount": "1600", "parts": "1", "reason": "退学"}, 422
    )
    _post(
        "county",
        f"/payments/all/{one.pk}/recover",
        {"amount": "1500", "parts": "2", "reason": "入学前已退学"},
    )
    asked = all_rows(Recovery).get()
    _post("finance", f"/payments/recover/{asked.pk}/decide", {"agrees": "yes", "reason": "核实"})
    parts = list(all_rows(RecoveryPart).order_by("number"))
    assert [part.amount for part in parts] == [75_000, 75_000]
    for part in parts:
        _post("finance", f"/payments/recover/{part.pk}/receive", {"reason": "票据 12"})
    _post("finance", f"/payments/recover/{parts[0].pk}/receive", {"reason": "票据 12"}, 422)
    assert (
        _payment(1).state == "recovered"
        and all_rows(Account).get(region=COUNTY, fund="2", kind="recovery").balance == 150_000
    )


def test_funds_come_down_by_two_people_and_the_page_adds_up() -> None:
    """19-12-09: balance by source = allocation − payments; 20-06-04: the sheet shows three factors and the result."""
    from qianxiao.money.payments import queries_funds
    from qianxiao.money.payments.models import Allotment

    told = {
        "fund": "3",
        "region": "620000",
        "giver": "",
        "amount": "1000",
        "document": "甘财〔2020〕1号",
        "tier": "central",
    }
    _post("money", "/funds/allot", told)
    first = all_rows(Allotment).latest("id")
    _post("money", f"/funds/{first.pk}/decide", {"agrees": "yes", "reason": "已到账"}, 422)
    give("620000", 1_000_000, "3", "甘财〔2020〕2号")
    sheet = client_of("money").get("/funds/sheet?fund=3&yuan=9000").content.decode()
    assert (
        "需求" in sheet and "工作量" in sheet and "绩效" in sheet and "9,000" not in sheet.split("<tbody>")[0]
    )
    rows = client_of("money").get("/funds/sheet?fund=3&yuan=9000").context["rows"]
    assert sum(row["amount"] for row in rows) == 900_000 and len(rows) > 5
    _post(
        "money", "/funds/allot", {"spread": "1", "fund": "3", "yuan": "9000", "document": "甘财〔2020〕3号"}
    )
    asked = list(all_rows(Allotment).filter(document="甘财〔2020〕3号"))
    assert sum(one.amount for one in asked) == 900_000 and asked[0].sheet["share"]
    _reserve(1, 3)
    scope = actor("finance").scope
    for line in queries_funds.balances(scope):
        told = queries_funds.received(scope, line["region"], line["fund"])
        assert line["allocated"] == told["came"] - told["gave"]
    page = client_of("finance").get("/funds/").content.decode()
    assert "100,000" in page and "95,500" in page and "4,500" in page
    assert queries_funds.check() == dict.fromkeys(queries_funds.check(), 0)


def test_an_institution_is_paid_to_the_account_two_people_gave() -> None:
    from qianxiao.money.payments.actions import reserve
    from qianxiao.money.payments.models import PayeeAccount
    from qianxiao.registers.schools.models import Institution

    Institution.objects.create(org_code=SCHOOL, name="某技工学校", org_type="1", region=COUNTY)
    one = payable(
        1,
        person=None,
        org_code=SCHOOL,
        item="training_subsidy",
        payee_kind="4",
        record="classes/1",
        claim="T/1",
    )
    assert reserve(actor("reviewer"), [one]).refused[0][1] == "no_account"
    told = {"org_code": SCHOOL, "holder": "某技工学校", "account": "6217000055556666", "reason": "开户许可证"}
    _post("county", "/payments/accounts/new", told)
    row = all_rows(PayeeAccount).get()
    _post("county", f"/payments/accounts/{row.pk}/decide", {"agrees": "yes", "reason": "已核"}, 422)
    _post("reviewer", f"/payments/accounts/{row.pk}/decide", {"agrees": "yes", "reason": "已核"})
    page = client_of("county").get("/payments/accounts").content.decode()
    assert "6217000055556666" not in page and "6666" in page
    from qianxiao.money.payments.models import Payment

    made = all_rows(Payment).get(claim="T/1")
    _post("county", f"/payments/all/{made.pk}/fix", {"account": "", "reason": "账户已确认"})
    assert all_rows(Payment).get(claim="T/1").state == "reserved"


def test_the_next_month_reads_what_arrived(bank: Simulator, tmp_path: Path) -> None:
    from qianxiao.money.payments.registers import write_payments

    _reserve(1, 2)
    _sent()
    _post("finance", "/payments/bank/fetch")
    out = tmp_path / "payments.csv"
    assert write_payments(out, COUNTY, "operator") == 2 and out.stat().st_size > 0


def test_statements_of_days_before_are_fetched_too(bank: Simulator, settings: Any) -> None:
    """What was sent on Monday is paid on Monday: fetching on Thursday finds it and calls nothing missing."""
    from datetime import timedelta

    from qianxiao.money.payments.actions import ymd
    from qianxiao.money.payments.models import Case, Payment, Statement
    from qianxiao.office.duties.clock import today
    from qianxiao.office.duties.models import Clock

    _reserve(1, 3)
    _sent()
    sent = ymd()
    settings.DEMO = True
    Clock.objects.create(day=today() + timedelta(days=3))
    for _again in range(2):
        _post("finance", "/payments/bank/fetch")
        days = sorted(row.day for row in all_rows(Statement))
        assert len(days) == 4 and days[0] == sent
        assert {row.state for row in all_rows(Payment)} == {"settled"}
        assert not all_rows(Case).filter(kind="missing").exists()
