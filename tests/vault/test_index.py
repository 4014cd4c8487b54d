"""P4: the blind index of a loaded month tells nothing without its key: one column, one length, a whole county swept."""

import hashlib
from collections.abc import Callable

import pytest
from django.db import connection

from qianxiao.base import crypto
from qianxiao.base.vault import blind
from qianxiao.office.audit.keys import ring
from qianxiao.registers.people.models import Sealed
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
_BYTES = """
SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT a.attisdropped
    AND format_type(a.atttypid, a.atttypmod) IN ('bytea', 'bytea[]', 'tsvector') ORDER BY 1
"""


def county_numbers() -> list[str]:
    """Every number the sample's county could hold: sixty birth years, one day, a thousand serials."""
    return [f"99000119{60 + year % 40:02d}0517{serial:03d}0" for year in range(40) for serial in range(120)]


def swept(stored: set[bytes], guess: Callable[[str], bytes]) -> int:
    """How many stored values a guess finds."""
    return len(stored & {guess(number) for number in county_numbers()})


def test_a_whole_county_swept_without_the_key_finds_nobody() -> None:
    rows = all_rows(Sealed).filter(kind="id_no")
    stored = {bytes(row.index) for row in rows}
    assert len(stored) > 100 and {len(one) for one in stored} == {32}
    guesses: dict[str, Callable[[str], bytes]] = {
        "sha256": lambda text: hashlib.sha256(text.encode()).digest(),
        "sha256 of the kind": lambda text: hashlib.sha256(f"id_no|{text}".encode()).digest(),
        "sm3": lambda text: crypto.sm3(text.encode()),
        "sm3 of the kind": lambda text: crypto.sm3(f"id_no|{text}".encode()),
    }
    found = {name: swept(stored, guess) for name, guess in guesses.items()}
    held = swept(stored, lambda text: blind(ring(), "id_no", text))
    print(f"\nP4: {len(county_numbers())} numbers tried against {len(stored)}: {found}; with the key {held}")
    assert set(found.values()) == {0}
    assert held > 100, "with the key the same sweep finds them: it looks in the right place"
    # control: an index that anybody can compute gives everybody away
    naive = {guesses["sha256"](number) for number in county_numbers()[:100]}
    assert swept(naive, guesses["sha256"]) == 100


def test_no_column_holds_a_piece_of_a_number() -> None:
    """Every column of bytes is known: none is an index of prefixes or pieces."""
    with connection.cursor() as cursor:
        cursor.execute(_BYTES)
        found = {row[0] for row in cursor.fetchall()}
    assert found == {
        "accounts_user.factor", "matching_doubt.mark", "matching_doubt.record", "matching_doubt.content",
        "matching_doubt.sealed", "people_sealed.sealed", "people_sealed.index",
        # marks of whole keys and rows under the key ring (registers/rosters/sealing.py)
        "rosters_line.key_index", "rosters_line.mark", "rosters_line.twin_mark", "rosters_line.sealed",
        "rosters_entry.key_index", "rosters_entry.mark", "rosters_entry.twin_mark",
        "rosters_entryevent.key_index", "rosters_entryevent.mark", "rosters_entryevent.twin_mark",
        "keylists_contact.sealed", "notices_objection.sealed",  # the telephone of a visitor, whole
        # accounts of institutions, whole; blind indexes of whole accounts a payment was approved, sent and told for
        "payments_payeeaccount.sealed", "payments_payeeaccount.index", "payments_payment.account", "payments_line.account",
        "payments_statementline.account",
    } | {name for name in found if name.endswith(("event.sealed", "event.index"))}  # fmt: skip
