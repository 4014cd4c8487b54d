"""Payments, batches, the book: seen by the county that pays and the offices above it."""

from typing import Any

from tests.contract.world import canary, org_of, row_of, vault_id

DECLARED: dict[str, tuple[set[str], str]] = {}
BY_PLACE: set[str] = set()


def values(route: str, village: str) -> dict[str, Any]:
    return {"number": row_of(village)} if route in BY_PLACE else {}


def rows(scope: Any, village: str) -> None:
    """A payment that came back and is asked about, in a batch, on a fund with money; one of everything else."""
    from qianxiao.money.payments import models as m

    number, name, org = row_of(village), canary(village), org_of(village)

    def put(model: Any, **fields: Any) -> Any:
        return model.objects.within(scope).create(**({"id": number, "region": village} | fields))

    allotted = put(
        m.Allotment,
        fund="2",
        giver="",
        amount=1_000_000,
        year=2020,
        document=name,
        asked_by=name,
        day=20200501,
    )
    allotted.state, allotted.approved_by = "approved", "nobody"
    allotted.save(update_fields=["state", "approved_by"])
    batch = put(m.Batch, number=f"B{village}", fund="2", day=20200601, made_by=name)
    put(m.BatchStep, batch=batch, verb="made", by=name, note=name)
    m.Pool.objects.create(digest=village, fund="2")
    one = put(
        m.Payment, key=village, pool=village, item="rain_dew", person_id=vault_id(village), record=name, amount=150_000,
        payee_kind="1", fund="2", claim=name, maker=name, checker="nobody", state="reserved", account=b"1",
        account_mask=name, holder=name, made_on=20200601,
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
    return {}
