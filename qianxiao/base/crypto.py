"""Commercial cryptography in software: SM4-GCM, HMAC-SM3, and the known answers that must come out before use."""

import os
from functools import cache, lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY, NONCE, TAG, MAC = 16, 12, 16, 32  # bytes; SM4 knows one key size, GCM is fastest with 96-bit nonces


class Tampered(Exception):
    """A sealed value does not belong here, was changed, or was sealed under another key."""


class NotTrusted(Exception):
    """The cryptographic library gave a wrong answer: nothing may be sealed with it."""


class Provider(Protocol):
    """What the vault asks of software or of a certified device. Keys are bytes here, handles there."""

    def seal(self, key: bytes, plain: bytes, bound: bytes) -> bytes:
        """Nonce, ciphertext and tag; `bound` is authenticated beside it."""

    def open(self, key: bytes, sealed: bytes, bound: bytes) -> bytes:
        """The plain bytes. Raises Tampered."""

    def mac(self, key: bytes, data: bytes) -> bytes:
        """HMAC-SM3, 32 bytes."""

    def random(self, size: int) -> bytes:
        """Unpredictable bytes."""


@lru_cache(maxsize=64)
def _started(key: bytes) -> hmac.HMAC:
    """An HMAC that has taken in its key: three times as fast as starting anew for every value."""
    return hmac.HMAC(key, hashes.SM3())


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> algorithms.SM4:
    """The algorithm with its key, looked at once."""
    return algorithms.SM4(key)


class Software:
    """The library's own SM4 and SM3. Not a certified module: GB/T 39786 wants a device in production."""

    def seal(self, key: bytes, plain: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self.seal_with(key, nonce, plain, bound)

    def seal_with(self, key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        """Ciphertext and tag under a given nonce; only the known answers choose their nonce."""
        cipher = Cipher(_cipher(key), modes.GCM(nonce)).encryptor()
        cipher.authenticate_additional_data(bound)
        return cipher.update(plain) + cipher.finalize() + cipher.tag

    def open(self, key: bytes, sealed: bytes, bound: bytes) -> bytes:
        if len(sealed) < NONCE + TAG:
            raise Tampered("too short to be a sealed value")
        mode = modes.GCM(sealed[:NONCE], sealed[-TAG:])
        cipher = Cipher(_cipher(key), mode).decryptor()
        cipher.authenticate_additional_data(bound)
        try:
            return cipher.update(sealed[NONCE:-TAG]) + cipher.finalize()
        except InvalidTag:
            raise Tampered("the sealed value does not fit its place or its key") from None

    def mac(self, key: bytes, data: bytes) -> bytes:
        made = _started(key).copy()
        made.update(data)
        return made.finalize()

    def random(self, size: int) -> bytes:
        return os.urandom(size)


# RFC 8998 appendix A.1 (SM4-GCM); GB/T 32905-2016 appendix A.1 (SM3 of "abc").
_KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")
_NONCE = bytes.fromhex("00001234567800000000abcd")
_BOUND = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
_PLAIN = bytes.fromhex("".join(letter * 16 for letter in "abcdefea"))
_SEALED = bytes.fromhex(
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec"
)
_SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def sm3(data: bytes) -> bytes:
    """The plain digest, for fingerprints of things that are not secret."""
    made = hashes.Hash(hashes.SM3())
    made.update(data)
    return made.finalize()


def prove(software: Software) -> None:
    """Compute the published examples. Raises NotTrusted when one comes out differently."""
    if software.seal_with(_KEY, _NONCE, _PLAIN, _BOUND) != _SEALED:
        raise NotTrusted("SM4-GCM does not give the answer of RFC 8998")
    if software.open(_KEY, _NONCE + _SEALED, _BOUND) != _PLAIN:
        raise NotTrusted("SM4-GCM does not open what RFC 8998 sealed")
    if sm3(b"abc").hex() != _SM3:
        raise NotTrusted("SM3 does not give the answer of GB/T 32905")
    inner = bytes(byte ^ 0x36 for byte in _KEY.ljust(64, b"\0"))
    outer = bytes(byte ^ 0x5C for byte in _KEY.ljust(64, b"\0"))
    if software.mac(_KEY, b"abc") != sm3(outer + sm3(inner + b"abc")):  # HMAC as RFC 2104 defines it
        raise NotTrusted("HMAC-SM3 is not the HMAC of RFC 2104")


@cache
def provider() -> Provider:
    """The provider of this process, proven once."""
    software = Software()
    prove(software)
    return software
