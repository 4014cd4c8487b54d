"""From a released batch to "has arrived", and what happens when the bank is wrong, silent or dead."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.payments.bankside import Simulator, released, request_of, running
from tests.payments.world import COUNTY
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Simulator]:
    with running(tmp_path / "bank") as one:
        yield one


def _states() -> dict[str, int]:
    from qianxiao.money.payments.models import Payment

    found: dict[str, int] = {}
    for state in all_rows(Payment).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_a_batch_arrives_and_the_day_closes(bank: Simulator) -> None:
    from qianxiao.money.payments import actions_bank, sending
    from qianxiao.money.payments.actions import ymd

    batch = released(1, 20)
    assert sending.send(bank.bank(), batch.pk) == "accepted"
    assert sending.send(bank.bank(), batch.pk) == "", "sent once"
    assert _states() == {"accepted": 20}
    read = actions_bank.fetch(bank.bank(), COUNTY, ymd())
    assert (read.new, read.verdicts) == (20, {"matched": 20})
    assert actions_bank.fetch(bank.bank(), COUNTY, ymd(), "csv").known == 20, (
        "the other form tells the same movements"
    )
    assert _states() == {"settled": 20}
    day = actions_bank.close_day(request_of("finance"), COUNTY, ymd())
    assert day.book == day.bank == 20 * 150_000


# what goes wrong, and how often: lines, calls, files
KINDS = {
    "double": 0.3, "lost": 0.3, "amount": 0.3, "name": 0.3, "closed": 0.3, "refused": 0.3, "partial": 1.0,
    "silent_before": 1.0, "silent_after": 1.0, "slow": 1.0, "late": 1.0, "truncated": 1.0, "coding": 1.0, "empty": 1.0,
    "replay": 1.0, "future": 1.0, "reordered": 1.0, "unknown": 1.0,
}  # fmt: skip
CALLS = ("silent_before", "silent_after", "slow", "late")
FILES = ("truncated", "coding", "empty", "replay", "future", "reordered", "unknown")


def _final() -> tuple[int, int]:
    """Lines that are settled, returned or asked about; and all others."""
    from qianxiao.money.payments.models import Case, Line

    asked = set(all_rows(Case).filter(state="open", line__isnull=False).values_list("line_id", flat=True))
    rows = list(all_rows(Line).exclude(state="dropped").values_list("pk", "state"))
    good = [pk for pk, state in rows if state in ("settled", "returned") or pk in asked]
    return len(good), len(rows) - len(good)


def _unexplained() -> int:
    from qianxiao.money.payments import reconciling

    return reconciling.bank_of(COUNTY) - reconciling.book_of(COUNTY) - reconciling.explained(COUNTY)


def _live(bank: Simulator, kind: str) -> dict[str, int]:
    """A batch of 20 under one fault, as the desk and the workers would handle it, up to the bank's own corrections."""
    from qianxiao.money.payments import actions_bank, sending
    from qianxiao.money.payments.actions import ymd

    batch = released(1, 20)
    if kind == "replay":  # an older day that can be told again
        first = sending.send(bank.bank(), batch.pk)
        assert first == "accepted" and actions_bank.fetch(bank.bank(), COUNTY, ymd()).new == 20
        batch = released(21, 40)
    bank.faults(**{kind: KINDS[kind]})
    wire = bank.bank(0.1 if kind == "slow" else 2)
    sending.send_released(wire)
    for _ in range(3):  # workers come round again and again; nothing is sent by itself
        sending.send_released(wire)
        sending.ask_all(bank.bank())
    by_itself = max(bank.calls().values())
    bank.faults(**({kind: KINDS[kind]} if kind in FILES or kind not in CALLS else {}))
    batch.refresh_from_db()
    if batch.state == "unknown":
        sending.send_again(bank.bank(), batch.pk)
    bank.post("/awake")
    sending.ask_all(bank.bank())
    read = actions_bank.fetch(bank.bank(), COUNTY, ymd())
    bank.faults()
    if not isinstance(read, str) and kind != "replay":
        _good, other = _final()
        assert (other, _unexplained()) == (0, 0), f"{kind}: {other} lines without end or question"
    actions_bank.fetch(bank.bank(), COUNTY, ymd())
    assert _final()[1] == 0 and _unexplained() == 0
    bank.post(f"/corrections/{ymd() + 1}")
    actions_bank.fetch(bank.bank(), COUNTY, ymd() + 1)
    return {"by_itself": by_itself, "open": _final()[1], "fen": _unexplained()}


def test_m7_whatever_the_bank_does_every_line_ends(bank: Simulator) -> None:
    from django.db import transaction

    from qianxiao.money.payments import reconciling

    told, resent = {}, 0
    for n, kind in enumerate(KINDS):
        with transaction.atomic():
            bank.kill()
            bank.folder = bank.folder.with_name(f"bank{n}")
            bank.start()
            told[kind] = _live(bank, kind)
            resent += told[kind]["by_itself"] - 1
            left = _states()
            assert set(left) <= {"settled", "returned"}, f"{kind}: {left}"
            assert set(bank.paid().values()) <= {0, 1} or kind == "unknown"
            ours = reconciling.bank_of(COUNTY) - reconciling.book_of(COUNTY)
            assert ours == (123_45 if kind == "unknown" else 0), kind
            transaction.set_rollback(True)
    print(
        f"\nM7: {len(told)} kinds of faults, lines without end 0, unexplained difference 0 fen, resent by itself {resent}"
    )
    assert resent == 0


def test_m7_red_a_timeout_taken_for_a_no(bank: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: silence is a failure, the payment is offered again. The bank then pays twice."""
    from qianxiao.money.payments import sending
    from qianxiao.money.payments.actions_batches import make_batch, release
    from qianxiao.money.payments.bank import NoAnswer
    from qianxiao.money.payments.models import Payment

    def hasty(bank_, batch, file, form):  # type: ignore[no-untyped-def]
        try:
            bank_.submit(batch.number, file, form)
        except NoAnswer:
            sending._moved(batch, "returned", "refused", "timeout")
            for one in all_rows(Payment).filter(batch=batch):
                one.state, one.attempt, one.batch = "reoffered", 2, None
                one.save()
        return ""

    monkeypatch.setattr(sending, "_call", hasty)
    batch = released(1, 20)
    bank.faults(silent_after=1.0)
    sending.send(bank.bank(), batch.pk)
    bank.faults()
    again = make_batch(request_of("finance"), COUNTY, "2")
    release(request_of("finance"), again.pk, again.digest)
    release(request_of("finance2"), again.pk, again.digest)
    sending.send(bank.bank(), again.pk)
    paid = sum(bank.paid().values())
    print(f"\nM7 control: a time-out taken for a no pays {paid} for 20 payments")
    assert paid == 40
