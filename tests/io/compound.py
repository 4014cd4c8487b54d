"""A minimal compound file (MS-CFB, version 3) with the two streams of an encrypted workbook (MS-OFFCRYPTO)."""

import struct

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NOTHING = 0xFFFFFFFF
_STREAM = 4096  # streams below the cutoff would live in the mini stream


def _entry(
    name: str, kind: int, start: int, size: int, child: int = _NOTHING, right: int = _NOTHING
) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2 if name else 0, kind, 1, _NOTHING, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def encrypted_workbook() -> bytes:
    """What a spreadsheet saves when a password to open is set: no zip, an encrypted package in a compound file."""
    sectors = _STREAM // 512
    chain = [_FAT, _END]
    for first in (2, 2 + sectors):
        chain += [*range(first + 1, first + sectors), _END]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    directory = (
        _entry("Root Entry", 5, _END, 0, child=1)
        + _entry("EncryptedPackage", 2, 2, _STREAM, right=2)
        + _entry("EncryptionInfo", 2, 2 + sectors, _STREAM)
        + _entry("", 0, 0, 0)
    )
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, _STREAM, _END, 0, _END, 0)
        + struct.pack("<109I", 0, *[_FREE] * 108)
    )
    package = struct.pack("<Q", 1000) + bytes(range(256)) * 16
    info = struct.pack("<HHI", 4, 4, 0x40) + b"<encryption/>"
    return header + fat + directory + package[:_STREAM] + info.ljust(_STREAM, b"\0")
