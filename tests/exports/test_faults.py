"""Exports under fire: cancelled, a full access log, a fault at every step, a killed worker; formulas stay text."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.exports.steps import agree, ask, fetched, held, job, trail
from tests.web.sample import PEOPLE

SignIn = Callable[[str], Client]
Work = Callable[[], None]


@pytest.fixture
def going(sign_in: SignIn) -> tuple[Client, str]:
    """An export that was agreed to and waits for the worker."""
    county = sign_in("county")
    address = ask(county)
    assert agree(sign_in("reviewer"), address) == 302
    return county, address


def _left(exports: Path) -> list[Path]:
    return [path for path in exports.rglob("*") if path.is_file()]


def test_cancelled_while_it_waits(going: tuple[Client, str], work: Work, exports: Path) -> None:
    county, address = going
    assert county.post(f"{address}/drop").status_code == 302
    work()
    assert (held(address).state, job(address).state, _left(exports)) == ("dropped", "stopped", [])


def test_cancelled_in_the_middle_leaves_nothing(
    going: tuple[Client, str], work: Work, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.office.exports import making

    _county, address = going
    real, before = making.texts, len(trail())

    def cancelled(*told: Any) -> Any:
        def ask_to_stop() -> None:
            from qianxiao.office.accounts.scope import in_scope, whole_scope
            from qianxiao.office.jobs.models import Job

            with in_scope(whole_scope()) as scope:
                Job.objects.within(scope).update(stop=True)
            connection.close()

        asking = threading.Thread(target=ask_to_stop)  # as another process does, on a connection of its own
        asking.start()
        asking.join()
        return real(*told)

    monkeypatch.setattr(making, "texts", cancelled)
    work()
    assert (held(address).state, job(address).state, _left(exports)) == ("dropped", "stopped", [])
    assert len(trail()) == before, "what nobody took along stands in no log"


def test_a_full_access_log_stops_it(
    going: tuple[Client, str], work: Work, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.office.audit import chain

    county, address = going
    monkeypatch.setattr(chain, "room", lambda: settings.AUDIT_MIN_FREE - 1)
    work()
    assert (held(address).state, job(address).error, _left(exports)) == ("failed", "trail", [])
    assert "访问日志写不进" in county.get(address).content.decode()


def test_an_access_log_that_breaks_at_the_end_stops_it(
    going: tuple[Client, str], work: Work, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head that stands outside the database cannot be written: after the rows were read."""
    from qianxiao.office.audit import chain

    _county, address = going

    def broken(*_told: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(chain, "anchor", broken)
    work()
    assert (held(address).state, job(address).error, _left(exports)) == ("failed", "trail", [])


def test_no_file_is_handed_out_without_its_line(
    going: tuple[Client, str], work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.office.audit import chain

    county, address = going
    work()
    assert held(address).state == "ready"
    with monkeypatch.context() as patch:
        patch.setattr(chain, "room", lambda: settings.AUDIT_MIN_FREE - 1)
        assert county.get(f"{address}/file").status_code == 503
    assert len(fetched(county, address)) > 100


@pytest.mark.parametrize("step", ["_write", "_record", "_hand_over"])
def test_a_fault_at_any_step_leaves_no_file(
    step: str, going: tuple[Client, str], work: Work, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qianxiao.office.exports import making

    county, address = going
    real = getattr(making, step)

    def fails(*told: Any) -> None:
        real(*told) if step != "_hand_over" else None
        raise ZeroDivisionError

    monkeypatch.setattr(making, step, fails)
    work()
    assert (held(address).state, job(address).error, _left(exports)) == ("failed", "fault", [])
    assert county.get(f"{address}/file").status_code == 404


def test_red_a_file_before_its_line_is_found(
    going: tuple[Client, str], work: Work, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the line of the access log a file would stand there, and the tests above would see it."""
    from qianxiao.office.audit import chain
    from qianxiao.office.exports import making

    _county, address = going
    monkeypatch.setattr(chain, "room", lambda: settings.AUDIT_MIN_FREE - 1)
    monkeypatch.setattr(making, "has_room", lambda: True)
    monkeypatch.setattr(making, "_record", lambda *_told: None)
    work()
    assert held(address).state == "ready" and _left(exports)


def test_a_worker_that_died_is_replaced(
    going: tuple[Client, str], work: Work, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Done once more from the start: the state says that nothing was handed over yet."""
    from qianxiao.office.jobs import actions

    county, address = going
    assert actions._begin(job(address).pk) is not None  # taken up, and then its worker was gone
    work()
    assert (held(address).state, held(address).rows, job(address).attempts) == ("ready", PEOPLE, 2)
    assert len(list(exports.rglob("*.sealed"))) == 1
    actions.run(job(address).pk)
    assert held(address).state == "ready" and len(fetched(county, address)) > 100


def test_a_sealed_file_that_was_changed_is_not_handed_out(
    going: tuple[Client, str], work: Work, exports: Path
) -> None:
    from qianxiao.base.crypto import Tampered

    county, address = going
    work()
    path = next(exports.rglob("*.sealed"))
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(Tampered):
        county.get(f"{address}/file")


def test_formulas_stay_text(sign_in: SignIn, work: Work) -> None:
    """I3: a name that a spreadsheet would run is a text in the file, and who reads it back gets the name."""
    import csv
    import io

    from qianxiao.base.sheets import ACTIVE
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.registers.people.models import Person

    county = sign_in("county")
    with in_scope(whole_scope()) as scope:
        person = Person.objects.within(scope).filter(region__startswith="621126").order_by("id")[0]
        Person.objects.within(scope).filter(pk=person.pk).update(name="=HYPERLINK(1)")
    try:
        address = ask(county)
        agree(sign_in("reviewer"), address)
        work()
        rows = list(csv.reader(io.StringIO(fetched(county, address).decode("utf-8-sig"))))
        assert [cell for row in rows for cell in row if cell.startswith(ACTIVE)] == []
        assert [row for row in rows if row[0] == "'=HYPERLINK(1)"], "the name is there, as a text"
    finally:
        with in_scope(whole_scope()) as scope:
            Person.objects.within(scope).filter(pk=person.pk).update(name=person.name)
