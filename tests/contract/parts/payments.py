"""Payments, batches, the book: seen by the county that pays and the offices above it."""

from typing import Any

from qianxiao.base.crypto import sm3
from tests.contract.world import COUNTY, VILLAGE, canary, org_of, row_of, vault_id

SEES = {"province", "prefecture", "county", "reviewer", "finance", "auditor"}
PAYS, FIXES = {"finance"}, {"county", "reviewer"}
DECLARED: dict[str, tuple[set[str], str]] = {
    "payments": (SEES, "GET"),
    "payments-list": (SEES, "GET"),
    "our-payments": ({"school", "training", "enterprise"}, "GET"),
    "our-payment-confirm": ({"school", "training", "enterprise"}, "POST"),
    "payment-cases": (SEES, "GET"),
    "recoveries": (SEES, "GET"),
    "payee-accounts": (SEES, "GET"),
    "funds": (SEES, "GET"),
    "fund-sheet": (SEES, "GET"),
    "payment": (SEES, "GET"),
    "payment-batch": (SEES, "GET"),
    "payment-case": (SEES, "GET"),
    "payment-batch-new": (PAYS, "POST"),
    "payment-batch-verb": (PAYS, "POST"),
    "payment-batch-file": (PAYS, "POST"),
    "payment-verb": (PAYS | FIXES, "POST"),
    "payment-case-close": (PAYS, "POST"),
    "payment-bank": (PAYS, "POST"),
    "recovery-verb": (PAYS, "POST"),
    "payee-account-new": (FIXES, "POST"),
    "payee-account-decide": (FIXES, "POST"),
    "fund-allot": (PAYS, "POST"),
    "fund-decide": (PAYS, "POST"),
}
BY_PLACE = {
    "payment", "payment-batch", "payment-case", "payment-batch-verb", "payment-batch-file", "payment-verb", "payment-case-close",
    "recovery-verb", "payee-account-decide", "fund-decide", "our-payment-confirm",
}  # fmt: skip
_VERBS = {
    "payment-batch-verb": "release",
    "payment-verb": "fix",
    "recovery-verb": "decide",
    "payment-bank": "statement",
}


def values(route: str, village: str) -> dict[str, Any]:
    found: dict[str, Any] = {"number": row_of(village), "form": "csv"} if route in BY_PLACE else {}
    if route == "our-payment-confirm":
        return {"number": row_of(village) * 10}
    return found | ({"verb": _VERBS[route]} if route in _VERBS else {})


def visible(route: str, role: str, region: str) -> bool | None:
    """An institution sees what is paid to itself; the rest is as usual."""
    return region == VILLAGE if route == "our-payment-confirm" else None


def rows(scope: Any, village: str) -> None:
    """A payment that came back and is asked about, in a batch, on a fund with money; one of everything else."""
    from qianxiao.money.payments import models as m

    number, name, org = row_of(village), canary(village), org_of(village)

    def put(model: Any, **fields: Any) -> Any:
        return model.objects.within(scope).create(**({"id": number, "region": village} | fields))

    given = {"fund": "2", "giver": "", "amount": 1_000_000, "year": 2020, "asked_by": name, "day": 20200501}
    put(m.Allotment, **given, document=name)
    allotted = put(m.Allotment, **given, document=f"{name}?", id=number * 10)
    allotted.state, allotted.approved_by = "approved", "nobody"
    allotted.save(update_fields=["state", "approved_by"])
    batch = put(m.Batch, number=f"B{village}", fund="2", day=20200601, made_by=name, digest=sm3(b"").hex())
    put(m.BatchStep, batch=batch, verb="made", by=name, note=name)
    m.Pool.objects.create(digest=village, fund="2")
    one = put(
        m.Payment, key=village, pool=village, item="rain_dew", person_id=vault_id(village), record=name, amount=150_000,
        payee_kind="1", fund="2", claim=name, maker=name, checker="nobody", state="reserved", account=b"1",
        account_mask=name, holder=name, made_on=20200601,
    )  # fmt: skip
    m.Pool.objects.create(digest=f"{village}o", fund="2")
    put(
        m.Payment, id=number * 10, key=f"{village}o", pool=f"{village}o", item="rain_dew", org_code=org, record=name, amount=1, payee_kind="4",
        fund="2", claim=f"{name}o", maker=name, checker="nobody", state="reserved", account=b"1", account_mask=name, holder=name, made_on=20200601,
    )  # fmt: skip
    put(m.Hold, claim=f"{name}?", kind="notice", reason=name, by=name)
    line = put(
        m.Line, key=f"L{village}", batch=batch, payment=one, attempt=1, amount=150_000, account=b"1", account_mask=name,
        holder=name, state="dropped", said=name,
    )  # fmt: skip
    put(m.PayeeAccount, org_code=org, holder=name, owner=vault_id(village), version=1, sealed=b"", index=b"", index_version=1,
        mask=name, asked_by=name)  # fmt: skip
    told = put(m.Statement, day=20200602, digest=village, by=name)
    put(m.StatementLine, statement=told, day=20200602, bank_ref=village, line_key=name, kind="paid", amount=1, verdict="unknown",
        said=name)  # fmt: skip
    put(m.Case, kind="unknown", about=village, line=line, payment=one, said=name, day=20200602)
    put(m.Day, day=20200602, book=0, bank=0, by=name)
    asked = put(m.Recovery, payment=one, amount=1, reason=name, asked_by=name, day=20200602)
    put(m.RecoveryPart, recovery=asked, number=1, amount=1, due_on=20200701)


def deeds() -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from qianxiao.money.payments.bankfiles import Told, write_statement
    from tests.contract.deeds import LOG, Deed

    n, step = row_of(VILLAGE), "payments_batchstep"
    why = {"reason": "核对过"}
    yes = {"agrees": "yes", **why}
    told = SimpleUploadedFile("d.csv", write_statement(Told(COUNTY, 20200601), "csv"))
    account = {"org_code": org_of(VILLAGE), "holder": "某校", "account": "6217000012345678", **why}
    money = {"fund": "2", "region": COUNTY, "giver": "", "amount": "100", "document": "文", "tier": "central"}
    return {
        "payment-batch-new": Deed("finance", "/payments/batches/new", {"region": VILLAGE, "fund": "2"}, {LOG: 1, step: 1}, _account),
        "payment-batch-verb": Deed("finance", f"/payments/batches/{n}/release", {"seen": sm3(b"").hex()}, {LOG: 1, step: 1}),
        "payment-batch-file": Deed("finance", f"/payments/batches/{n}/file/csv", {}, {LOG: 1}, _released),
        "payment-verb": Deed("county", f"/payments/all/{n}/fix", {"account": "6217000012345678", **why}, {LOG: 1}, _no_account),
        "our-payment-confirm": Deed("training", f"/payments/ours/{n * 10}/confirm", {}, {LOG: 1}, _arrived),
        "payment-case-close": Deed("finance", f"/payments/returns/{n}/close", why, {LOG: 1}),
        "payment-bank": Deed("finance", "/payments/bank/statement", {"file": told}, {LOG: 1}),
        "recovery-verb": Deed("finance", f"/payments/recover/{n}/decide", {"agrees": "no", **why}, {LOG: 1}),
        "payee-account-new": Deed("county", "/payments/accounts/new", account, {LOG: 1}, _refused),
        "payee-account-decide": Deed("county", f"/payments/accounts/{n}/decide", yes, {LOG: 1}),
        "fund-allot": Deed("finance", "/funds/allot", money, {LOG: 1}),
        "fund-decide": Deed("finance", f"/funds/{n}/decide", yes, {LOG: 1}),
    }  # fmt: skip


def _do(sql: str, *values: object) -> None:
    from tests.scoped import as_owner

    with as_owner() as cursor:
        cursor.execute(sql, list(values))


def _arrived(_clients: Any) -> None:
    """The institution's payment is settled, without the bank."""
    _do("ALTER TABLE payments_payment DISABLE TRIGGER USER")
    _do(
        "UPDATE payments_payment SET state = 'settled', settled_on = 20200602 WHERE id = %s",
        row_of(VILLAGE) * 10,
    )
    _do("ALTER TABLE payments_payment ENABLE TRIGGER USER")


def _account(_clients: Any) -> None:
    """The payee's account is the one of the approval."""
    from qianxiao.registers.people.models import Sealed
    from tests.scoped import all_rows

    all_rows(Sealed).create(
        person_id=vault_id(VILLAGE), kind="account", version=1, sealed=b"", index=b"1", index_version=1
    )


def _released(_clients: Any) -> None:
    _do(
        "UPDATE payments_batch SET state = 'released', first_by = 'a', second_by = 'b', released = digest WHERE id = %s",
        row_of(VILLAGE),
    )


def _no_account(_clients: Any) -> None:
    _do("UPDATE payments_payment SET state = 'no_account' WHERE id = %s", row_of(VILLAGE))


def _refused(_clients: Any) -> None:
    """No other account of the institution waits."""
    _do("UPDATE payments_payeeaccount SET state = 'refused' WHERE id = %s", row_of(VILLAGE))
