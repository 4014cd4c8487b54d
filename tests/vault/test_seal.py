"""Sealed numbers: moved, changed or replayed values do not open (P3); the index tells nothing without its key (P4)."""

import random
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest

from qianxiao.base import crypto, vault
from qianxiao.base.crypto import Software, Tampered, provider
from qianxiao.base.crypto_ring import Ring, RingProblem
from qianxiao.base.idno import check_char

NUMBERS = [f"99000119800101{n:03d}"[:17] for n in range(1000)]
IDS = [first + check_char(first) for first in NUMBERS]


def _sealed(ring: Ring, kind: str, text: str) -> vault.Secret:
    owner = uuid4()
    version, data = vault.seal(ring, kind, owner, text)
    return vault.Secret(kind, owner, version, data, vault.mask(kind, text))


def test_what_was_sealed_opens_in_its_place_only(ring: Ring) -> None:
    values = [_sealed(ring, "id_no", number) for number in IDS]
    assert [value.opened(ring) for value in values] == IDS
    assert len({value.sealed for value in values}) == len(IDS)
    caught = 0
    for value, other in pairwise(values):
        moved = [
            vault.Secret("id_no", other.owner, value.version, value.sealed, ""),  # another person's row
            vault.Secret("phone", value.owner, value.version, value.sealed, ""),  # another column
        ]
        for one in moved:
            with pytest.raises(Tampered):
                one.opened(ring)
            caught += 1
    assert caught == 2 * (len(IDS) - 1)


def test_every_flipped_bit_is_seen(ring: Ring) -> None:
    dice = random.Random(4)
    for value in [_sealed(ring, "id_no", number) for number in IDS]:
        bit = dice.randrange(8 * len(value.sealed))
        broken = bytearray(value.sealed)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            vault.Secret("id_no", value.owner, value.version, bytes(broken), "").opened(ring)
    whole = _sealed(ring, "id_no", IDS[0])
    for bit in range(8 * len(whole.sealed)):
        broken = bytearray(whole.sealed)
        broken[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Tampered):
            vault.Secret("id_no", whole.owner, whole.version, bytes(broken), "").opened(ring)
    for cut in (0, 5, 27, len(whole.sealed) - 1):
        with pytest.raises(Tampered):
            vault.Secret("id_no", whole.owner, whole.version, whole.sealed[:cut], "").opened(ring)


def test_a_value_of_an_older_key_cannot_pose_as_one_of_a_newer(ring: Ring) -> None:
    old = _sealed(ring, "id_no", IDS[0])
    assert ring.rotate("id_no") == 2
    assert old.opened(ring) == IDS[0]
    with pytest.raises(Tampered):
        vault.Secret("id_no", old.owner, 2, old.sealed, "").opened(ring)


def test_control_without_binding_a_moved_value_opens(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: nothing bound. The test above has to catch it."""
    monkeypatch.setattr(vault, "_bound", lambda kind, owner, version: b"")
    with pytest.raises(pytest.fail.Exception):
        test_what_was_sealed_opens_in_its_place_only(ring)


def test_a_secret_prints_as_its_mask_everywhere(ring: Ring) -> None:
    secret = _sealed(ring, "id_no", IDS[7])
    told = [
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret!r}",
        f"{secret:>30}",
        "{}".format(secret),  # noqa: UP032  this way of printing too
        str([secret]),
    ]
    told += [str({"a": secret}), secret.__str__()]
    assert all("*************" in text and IDS[7] not in text for text in told)
    assert secret.shown.startswith("99*") and secret.shown.endswith(IDS[7][-3:])


def _swept(index: list[bytes], digest: object) -> int:
    """How many of an index are found by trying every number of one village, year and sex half; no key at hand."""
    assert callable(digest)
    wanted = set(index)
    tried = (f"990001198001{day:02d}{n:03d}" for day in range(1, 3) for n in range(1000))
    return sum(digest(first + check_char(first)) in wanted for first in tried)


def test_without_the_key_nobody_is_found_by_trying_all_numbers(ring: Ring, tmp_path: Path) -> None:
    known = [number for number in IDS if number[10:14] == "0101"][:500]
    index = [vault.blind(ring, "id_no", number) for number in known]
    assert len(set(index)) == len(set(known)) and {len(one) for one in index} == {32}
    stranger = Ring.create(tmp_path / "another")
    guesses = [
        lambda text: crypto.sm3(text.encode()),
        lambda text: crypto.sm3(f"id_no|{text}".encode()),
        lambda text: provider().mac(b"\0" * 16, f"id_no|{text}".encode()),
        lambda text: vault.blind(stranger, "id_no", text),
    ]
    assert [_swept(index, guess) for guess in guesses] == [0, 0, 0, 0]
    # one kind of number is never found through another
    assert vault.blind(ring, "phone", known[0]) not in index
    # control: the same sweep against an index without a key finds everybody
    assert _swept([crypto.sm3(number.encode()) for number in known], guesses[0]) == len(set(known))


def test_one_normal_form() -> None:
    assert vault.normal("id_no", " 990001 19800101 000" + IDS[0][-1]) == IDS[0]
    assert vault.normal("id_no", IDS[0].lower()) == IDS[0]
    assert len(vault.normal("id_no", "990001800101123")) == 18
    for broken in ("9.90001E+17", "99000119800101", "", "张三"):
        assert vault.normal("id_no", broken) == ""
    assert vault.normal("phone", "+86 139-0000-1234") == vault.normal("phone", "13900001234") == "13900001234"
    assert vault.normal("account", "6217 9900 0000 1234 567") == "6217990000001234567"
    assert vault.normal("account", "6.21E+18") == ""


def test_a_library_with_wrong_answers_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    crypto.prove(Software())

    class Twisted(Software):
        def mac(self, key: bytes, data: bytes) -> bytes:
            return super().mac(key, data + b".")

    with pytest.raises(crypto.NotTrusted):
        crypto.prove(Twisted())
    monkeypatch.setattr(crypto, "_SEALED", crypto._SEALED[:-1] + b"\0")
    with pytest.raises(crypto.NotTrusted):
        crypto.prove(Software())


def test_a_ring_opens_with_its_root_only(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    Ring.create(one)
    Ring.create(other)
    assert (one / "root.key").stat().st_mode & 0o777 == 0o600 and one.stat().st_mode & 0o777 == 0o700
    plain = Ring.open(one).plain("id_no", 1)
    assert plain.hex() not in (one / "ring.json").read_text()
    with pytest.raises(RingProblem, match="root key"):
        Ring.open(one, other / "root.key")
    (one / "root.key").chmod(0o644)
    with pytest.raises(RingProblem, match="0600"):
        Ring.open(one)
    (one / "root.key").unlink()
    with pytest.raises(RingProblem, match="cannot be read"):
        Ring.open(one)
    with pytest.raises(RingProblem, match="no key ring"):
        Ring.open(tmp_path / "nowhere")
    with pytest.raises(RingProblem, match="already holds"):
        Ring.create(other)


def test_a_destroyed_key_is_gone_and_the_one_in_use_stays(ring: Ring) -> None:
    old = _sealed(ring, "phone", "13900000000")
    with pytest.raises(RingProblem, match="in use"):
        ring.destroy("phone", 1)
    ring.rotate("phone")
    ring.destroy("phone", 1)
    again = Ring.open(ring.folder)
    assert again.versions("phone") == [2] and again.active("phone") == 2
    with pytest.raises(RingProblem, match="no key phone 1"):
        old.opened(again)
