"""The second factor: six digits from a device, after RFC 6238; the shared secret is kept sealed."""

import base64
import os
import time

import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString

from qianxiao.base.crypto import Tampered, provider
from qianxiao.base.crypto_ring import RingProblem
from qianxiao.office.audit.keys import ring

STEP, DIGITS, SIZE = 30, 6, 20  # seconds, digits and bytes that every authenticator understands
DRIFT = 1  # steps a device's clock may be off, as RFC 6238 section 5.2 recommends
NONCE = 12
PURPOSE = "factor"  # class of the ring's keys
MARK = b"ring\x00\x01"
HEAD = len(MARK) + 2


def new_secret() -> bytes:
    """A secret for one device."""
    return os.urandom(SIZE)


def _codes(secret: bytes) -> TOTP:
    what_devices_do = SHA1()  # noqa: S303  an HMAC needs no collision-free hash
    return TOTP(secret, DIGITS, what_devices_do, STEP)


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one half minute."""
    return _codes(secret).generate(step * STEP).decode()


def step_of(secret: bytes, code: str, used: int, now: float | None = None) -> int | None:
    """The half minute a code belongs to; None for a wrong one, and for one not newer than the last one used."""
    here = int((time.time() if now is None else now) // STEP)
    fit = [
        step
        for step in range(here - DRIFT, here + DRIFT + 1)
        if constant_time_compare(code_at(secret, step), code)
    ]
    return next((step for step in fit if step > used), None)


def shown(secret: bytes) -> str:
    """The secret as people type it: groups of four letters and digits."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, username: str) -> str:
    """The address an authenticator opens."""
    return _codes(secret).get_provisioning_uri(username, "Qianxiao")


def _bound(user_id: int, version: int) -> bytes:
    """Account and key version: copied to another account it does not open."""
    return f"accounts_user|factor|{user_id}|{version}".encode()


def seal(secret: bytes, user_id: int) -> bytes:
    """The secret for the database or a session: a mark, the version of the key ring's key, the sealed value."""
    keys = ring()
    version = keys.active(PURPOSE)
    sealed = provider().seal(keys.plain(PURPOSE, version), secret, _bound(user_id, version))
    return MARK + version.to_bytes(2, "big") + sealed


def unseal(sealed: bytes, user_id: int) -> bytes | None:
    """The secret; None when it was changed, belongs to somebody else or its key is not held any more."""
    if not sealed.startswith(MARK):
        return _former(sealed, user_id)
    version = int.from_bytes(sealed[len(MARK) : HEAD], "big")
    try:
        return provider().open(ring().plain(PURPOSE, version), sealed[HEAD:], _bound(user_id, version))
    except (Tampered, RingProblem, ValueError):
        return None


def is_former(sealed: bytes) -> bool:
    """Whether it was sealed before the key ring had a key for it; the next sign-in seals it anew."""
    return bool(sealed) and not sealed.startswith(MARK)


def _former(sealed: bytes, user_id: int) -> bytes | None:
    """What was sealed under a key derived from the application's own."""
    info = b"qianxiao second factor"
    key = HKDF(SHA256(), 32, salt=None, info=info).derive(settings.SECRET_KEY.encode())
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], f"factor|{user_id}".encode())
    except (InvalidTag, ValueError):
        return None


def picture(secret: bytes, username: str) -> SafeString:
    """The address as a square code for a telephone's camera, as SVG without any style of its own."""
    drawn = segno.make(address(secret, username), error="m")
    return SafeString(drawn.svg_inline(scale=4, border=2, light="#fff", svgclass="qr", omitsize=False))
