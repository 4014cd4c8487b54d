"""The key ring of this installation, and the proof that the database was sealed with it."""

from pathlib import Path

from django.conf import settings

from qianxiao.base.crypto_ring import RING_FILE, Ring, RingProblem
from qianxiao.office.audit.models import KeyPrint

_held: dict[Path, tuple[int, Ring]] = {}


def ring() -> Ring:
    """The ring in settings.KEYS, read again when its file changed. Raises RingProblem."""
    folder = Path(settings.KEYS)
    path = folder / RING_FILE
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    if folder not in _held or _held[folder][0] != stamp:
        root = Path(settings.ROOT_KEY) if settings.ROOT_KEY else None
        _held[folder] = (stamp, Ring.open(folder, root))
    return _held[folder][1]


def refuse_wrong_keys() -> None:
    """Compare the ring with the prints the database remembers, and remember new ones.

    Raises RingProblem when they differ: with another ring nothing could be found and new values would be lost.
    """
    known = {(line.purpose, line.version): line.print for line in KeyPrint.objects.all()}
    keys = ring().keys
    if wrong := [key for key in keys if known.get((key.purpose, key.version), key.print) != key.print]:
        said = ", ".join(f"{key.purpose} {key.version}" for key in wrong)
        raise RingProblem(
            f"密钥环不属于这个数据库（{said}）：请恢复原来的密钥。/ "
            f"The key ring does not belong to this database ({said}): restore the keys it was sealed with."
        )
    held = {(key.purpose, key.version) for key in keys}
    if lost := sorted(set(known) - held):
        said = ", ".join(f"{purpose} {version}" for purpose, version in lost)
        raise RingProblem(f"密钥环缺少 {said}，请恢复。/ The key ring lacks {said}: restore it.")
    new = [key for key in keys if (key.purpose, key.version) not in known]
    KeyPrint.objects.bulk_create(
        [KeyPrint(purpose=key.purpose, version=key.version, print=key.print) for key in new],
        ignore_conflicts=True,
    )
