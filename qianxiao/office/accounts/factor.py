"""The second factor: six digits from a device, after RFC 6238; the shared secret is kept sealed."""

import base64
import os
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.utils.crypto import constant_time_compare

STEP, DIGITS, SIZE = 30, 6, 20  # seconds, digits and bytes that every authenticator understands
DRIFT = 1  # steps a device's clock may be off, as RFC 6238 section 5.2 recommends
NONCE = 12


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


def _key() -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=b"qianxiao second factor").derive(
        settings.SECRET_KEY.encode()
    )
    return AESGCM(derived)


def seal(secret: bytes, user_id: int) -> bytes:
    """The secret for the database, bound to its account: copied to another one it does not open."""
    nonce = os.urandom(NONCE)
    return nonce + _key().encrypt(nonce, secret, f"factor|{user_id}".encode())


def unseal(sealed: bytes, user_id: int) -> bytes | None:
    """The secret; None when it was changed, belongs to somebody else or was sealed under another key."""
    try:
        return _key().decrypt(sealed[:NONCE], sealed[NONCE:], f"factor|{user_id}".encode())
    except (InvalidTag, ValueError):
        return None
