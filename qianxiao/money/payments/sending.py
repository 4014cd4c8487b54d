"""Sending released batches and asking about silent ones. Safe to run twice, at once, and to be killed anywhere.

"Sent" is committed before the bank is called. A worker that dies in between leaves a batch under way whose lock nobody
holds: whoever finds it says "unknown", and from there only the bank's own word leads on. Nothing is ever sent again by
itself.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from qianxiao.base.vault import Secret, blind
from qianxiao.money.payments import rules
from qianxiao.money.payments.actions import named, ymd
from qianxiao.money.payments.actions_batches import step, take_out
from qianxiao.money.payments.actions_cases import ask_about
from qianxiao.money.payments.bank import Bank, NoAnswer, Refused, Said
from qianxiao.money.payments.bankfiles import Order, write_orders
from qianxiao.money.payments.models import Batch, Hold, Line, PayeeAccount, Payment
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.keys import ring
from qianxiao.registers.people.models import Sealed

BANK = "bank"  # by whom the steps of a worker are
_LOCKS = 728_001  # class of the advisory locks of batches with a worker


def worker() -> Actor:
    """Nobody's post: a worker of the installation, every county in view."""
    return Actor(BANK, scope=whole_scope())


@contextmanager
def alone(batch: int) -> Iterator[bool]:
    """Whether this worker alone works on a batch; the lock goes with the connection when the worker is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, batch])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, batch])


def orders(batch: Batch, lines: Sequence[Line]) -> tuple[list[Order], list[Line]]:
    """What the bank is told, and lines whose account is not the released one any more. In the caller's scope."""
    keys, scope = ring(), whole_scope()
    payments = Payment.objects.within(scope).in_bulk([line.payment_id for line in lines])
    people = {one.person_id for one in payments.values() if one.person_id}
    # a person taken for another one is paid by that one's account
    same = dict(
        Payment.objects.within(scope)
        .filter(batch=batch, person__same_as__isnull=False)
        .values_list("person_id", "person__same_as_id")
    )
    owners = {same.get(one, one) for one in people}
    sealed = {
        row.person_id: row
        for row in Sealed.objects.within(scope).filter(kind="account", person_id__in=owners)
    }
    orgs = {one.org_code for one in payments.values() if one.org_code}
    held = {
        row.org_code: row
        for row in PayeeAccount.objects.within(scope).filter(state="confirmed", org_code__in=orgs)
    }
    found, moved = [], []
    for line in lines:
        one = payments[line.payment_id]
        row = sealed.get(same.get(one.person_id, one.person_id)) if one.person_id else held.get(one.org_code)
        owner = (row.person_id if isinstance(row, Sealed) else row.owner) if row else None
        text = (
            Secret("account", owner, row.version, bytes(row.sealed), "").opened(keys) if row and owner else ""
        )
        if text and blind(keys, "account", text) == bytes(line.account):
            found.append(Order(line.key, text, line.holder, line.amount))
        else:
            moved.append(line)
    return found, moved


def file_of(batch: Batch, form: str) -> bytes | None:
    """The batch as the bank reads it; None when an account was changed after the release. In the caller's scope."""
    lines = list(
        Line.objects.within(whole_scope()).filter(batch=batch).exclude(state="dropped").order_by("key")
    )
    told, moved = orders(batch, lines)
    return None if moved else write_orders(batch.number, batch.region, batch.day, told, form)


def _begin(batch: Batch, form: str) -> bytes | None:
    """Commit "sent" and give the file; None when the batch went back to the desk instead. Raises nothing else."""
    actor = worker()
    lines = list(Line.objects.within(actor.scope).filter(batch=batch, state="batched").order_by("key"))
    payments = Payment.objects.within(actor.scope).select_for_update(of=("self",)).filter(batch=batch)
    stopped = [one for one in payments.order_by("id") if one.held]
    told, moved = orders(batch, lines)
    if moved:
        changed = [one for one in payments if one.pk in {line.payment_id for line in moved}]
        Hold.objects.within(actor.scope).bulk_create(
            [
                Hold(claim=one.claim, region=one.region, kind="account", reason="changed", by=BANK)
                for one in changed
            ],
            ignore_conflicts=True,
        )
        stopped += [one for one in changed if not one.held]
    if stopped:
        take_out(actor, stopped, "held")
        Payment.objects.within(actor.scope).filter(pk__in=[one.pk for one in stopped], held="").update(
            held="account"
        )
        return None
    Batch.objects.within(actor.scope).filter(pk=batch.pk).update(
        state="sending", sent_day=ymd(), tries=batch.tries + 1
    )
    payments.update(state="sent")
    Line.objects.within(actor.scope).filter(batch=batch, state="batched").update(state="sent")
    batch.refresh_from_db()
    step(actor, batch, "sent")
    return write_orders(batch.number, batch.region, batch.day, told, form)


def _moved(batch: Batch, ends: str, state: str, said: str = "") -> None:
    """The bank's word about the whole batch, in a transaction of its own."""
    with in_scope(whole_scope()) as scope, named(BANK, said):
        rows = Payment.objects.within(scope).filter(batch=batch, state__in=("sent", "unknown"))
        if ends == "unknown":
            rows = rows.filter(state="sent")
        lines = Line.objects.within(scope).filter(batch=batch, state__in=("sent", "unknown"))
        day = ymd() if ends == "returned" else None
        if day is not None:
            for line in lines.select_related("payment"):
                ask_about(line.region, "returned", line.key, day, said, line)
        lines.update(state=ends, said=said[:200], day=day)
        rows.update(state=ends)
        Batch.objects.within(scope).filter(pk=batch.pk).update(state=state)
        step(worker(), batch, state, said)


def send(bank: Bank, batch_id: int, form: str = "fixed") -> str:
    """Send one released batch; returns its state. Whoever else is at it is left alone."""
    with alone(batch_id) as mine:
        if not mine:
            return "busy"
        with in_scope(whole_scope()) as scope, named(BANK):
            rows = Batch.objects.within(scope).select_for_update(skip_locked=True)
            batch = rows.filter(pk=batch_id, state="released").first()
            file = _begin(batch, form) if batch is not None else None
        if batch is None or file is None:
            return "" if batch is None else "made"
        return _call(bank, batch, file, form)


def _call(bank: Bank, batch: Batch, file: bytes, form: str) -> str:
    """Hand a file over whose lines are written down as sent, and write down the answer."""
    try:
        bank.submit(batch.number, file, form)
    except NoAnswer as error:
        _moved(batch, "unknown", "unknown", str(error))
        return "unknown"
    except Refused as error:
        if batch.tries > 1:  # it may refuse what it has: that is no word about the first time
            _moved(batch, "unknown", "unknown", str(error))
            return "unknown"
        _moved(batch, "returned", "refused", str(error))
        return "refused"
    _moved(batch, "accepted", "accepted")
    return "accepted"


def send_released(bank: Bank, form: str = "fixed") -> dict[str, int]:
    """Send what is released, oldest first; then look after what workers left behind. Returns batches by state."""
    told: dict[str, int] = {}
    with in_scope(whole_scope()) as scope:
        waiting = list(
            Batch.objects.within(scope).filter(state="released").order_by("id").values_list("pk", flat=True)
        )
    for pk in waiting:
        state = send(bank, pk, form)
        told[state] = told.get(state, 0) + 1
    orphans = take_up()
    if orphans:
        told["unknown"] = told.get("unknown", 0) + orphans
    return told


def take_up() -> int:
    """Batches under way that no worker holds: nobody knows what the bank did. Returns how many."""
    with in_scope(whole_scope()) as scope:
        open_ = list(Batch.objects.within(scope).filter(state="sending").order_by("id"))
    found = 0
    for batch in open_:
        with alone(batch.pk) as mine:
            if mine and _still(batch.pk, "sending"):
                _moved(batch, "unknown", "unknown", "died")
                found += 1
    return found


def _still(pk: int, state: str) -> bool:
    with in_scope(whole_scope()) as scope:
        return Batch.objects.within(scope).filter(pk=pk, state=state).exists()


def ask(bank: Bank, batch_id: int) -> str:
    """Ask the bank about a batch; its word moves lines on, its silence nothing. Returns known, absent, silent."""
    with in_scope(whole_scope()) as scope:
        batch = Batch.objects.within(scope).get(pk=batch_id)
    try:
        told = bank.query(batch.number)
    except NoAnswer:
        return "silent"
    if told is None:
        with in_scope(whole_scope()):
            ask_about(batch.region, "silent", batch.number, ymd(), "absent")
        return "absent"
    _heard(batch, told)
    return "known"


def _heard(batch: Batch, told: Sequence[Said]) -> None:
    """The bank knows the batch. That a line was paid is only believed from a statement: here it is accepted or refused."""
    with in_scope(whole_scope()) as scope, named(BANK, "query"):
        Batch.objects.within(scope).select_for_update().get(pk=batch.pk)
        known = {one.key: one for one in told}
        lines = Line.objects.within(scope).filter(batch=batch, state__in=("sent", "unknown"))
        here = [line for line in lines.order_by("key") if line.key in known]
        good = [line for line in here if known[line.key].state in ("waiting", "paid")]
        Line.objects.within(scope).filter(pk__in=[line.pk for line in good]).update(state="accepted")
        rows = Payment.objects.within(scope).filter(batch=batch, state__in=("sent", "unknown"))
        rows.filter(pk__in=[line.payment_id for line in good]).update(state="accepted")
        left = Line.objects.within(scope).filter(batch=batch, state="unknown").exists()
        if not left and _moves_on(batch):
            Batch.objects.within(scope).filter(pk=batch.pk).update(state="accepted")
            step(worker(), batch, "accepted", "query")


def _moves_on(batch: Batch) -> bool:
    batch.refresh_from_db(fields=["state"])
    return batch.state in ("sending", "unknown")


def ask_all(bank: Bank) -> dict[str, int]:
    """Ask about every batch of which nobody knows; returns answers by kind."""
    with in_scope(whole_scope()) as scope:
        silent = list(
            Batch.objects.within(scope).filter(state="unknown").order_by("id").values_list("pk", flat=True)
        )
    told: dict[str, int] = {}
    for pk in silent:
        said = ask(bank, pk)
        told[said] = told.get(said, 0) + 1
    return told


def send_again(bank: Bank, batch_id: int, form: str = "fixed") -> str:
    """Hand the same batch over once more, because somebody ordered it; only while the bank says that it knows nothing.

    The same number, lines and bytes: a bank that had it after all has it once. Returns the state, or known, silent, moved.
    """
    said = ask(bank, batch_id)
    if said != "absent":
        return said
    with alone(batch_id) as mine:
        if not mine:
            return "busy"
        with in_scope(whole_scope()) as scope:
            batch = (
                Batch.objects.within(scope)
                .select_for_update(skip_locked=True)
                .filter(pk=batch_id, state="unknown")
                .first()
            )
            file = file_of(batch, form) if batch is not None else None
            if batch is None or file is None:
                return "" if batch is None else "moved"
            batch.tries += 1
            batch.save(update_fields=["tries"])
            step(worker(), batch, "sent_again")
        return _call(bank, batch, file, form)


def carried(batch_id: int, form: str) -> bytes | None:
    """The file of a batch that somebody carries: sent with the first copy, the same bytes with every other one."""
    with in_scope(whole_scope()) as scope, named(BANK):
        batch = Batch.objects.within(scope).select_for_update().get(pk=batch_id)
        if batch.state != "released":
            return file_of(batch, form)
        data = _begin(batch, form)
        if data is not None:
            _moved(batch, "accepted", "accepted", "carried")
        return data


def seconds() -> float:
    """How long the bank is waited for."""
    return float(rules.limit("answer_seconds", ymd()))
