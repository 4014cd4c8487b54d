"""The key ring: data keys by class and version, wrapped under a root key that lies in a file of its own."""

import fcntl
import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from qianxiao.base.crypto import KEY, Tampered, provider

# One key per class of data, one for the blind index, one for the chain of the access log, one for the matching desk,
# one for rosters that were brought in, one for the secrets of second factors, one for large files to be taken away.
PURPOSES = ("id_no", "phone", "account", "index", "chain", "match", "roster", "factor", "export", "contact")
ROOT_FILE, RING_FILE = "root.key", "ring.json"


class RingProblem(Exception):
    """The keys cannot be used; the text says why, in Chinese and English."""


@dataclass(frozen=True)
class Key:
    """One key. `wrapped` is empty once it was destroyed; then only its print remains."""

    purpose: str
    version: int
    made: str  # UTC, ISO 8601
    wrapped: str
    print: str  # 16 hex digits that tell keys apart without telling them

    @property
    def held(self) -> bool:
        """Whether the key material still exists."""
        return bool(self.wrapped)


def _bound(purpose: str, version: int) -> bytes:
    return f"ring|{purpose}|{version}".encode()


def _write(path: Path, text: str) -> None:
    """Whole or not at all, readable by the owner only."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


class Ring:
    """`Ring.open(folder)`. Reads are by purpose and version; changes are written at once."""

    def __init__(self, folder: Path, root: bytes, keys: list[Key]) -> None:
        self.folder = folder
        self._root = root
        self.keys = keys
        self._plain: dict[tuple[str, int], bytes] = {}
        self._active: dict[str, int] = {}

    @classmethod
    def create(cls, folder: Path, root_file: Path | None = None) -> "Ring":
        """A new root key (unless there is one already) and the first key of every purpose.

        Raises RingProblem when a ring is already there: an existing key is never written over.
        """
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if (folder / RING_FILE).exists():
            raise RingProblem(f"{folder} 里已有密钥环。/ {folder} already holds a key ring.")
        at = root_file or folder / ROOT_FILE
        if not at.exists():
            _write(at, provider().random(KEY).hex())
        ring = cls(folder, _read_root(at), [])
        ring.keys = [ring._make(purpose, 1) for purpose in PURPOSES]
        ring._save()
        return ring

    @classmethod
    def ensure(cls, folder: Path, root_file: Path | None = None) -> None:
        """Make the ring of a new installation once; two starts at once agree on one. A class that came later gets its key.

        A ring that was lost is made anew too: the prints in the database then refuse it.
        """
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if not (folder / RING_FILE).exists():
                cls.create(folder, root_file)
            ring = cls.open(folder, root_file)
            if late := set(PURPOSES) - {key.purpose for key in ring.keys}:
                ring.keys += [ring._make(purpose, 1) for purpose in PURPOSES if purpose in late]
                ring._save()

    @classmethod
    def open(cls, folder: Path, root_file: Path | None = None) -> "Ring":
        """The ring of a folder, every key unwrapped once. Raises RingProblem: no ring, no root, the wrong root."""
        at = folder / RING_FILE
        if not at.exists():
            raise RingProblem(
                f"{folder} 里没有密钥环：qianxiao keys init。/ {folder} holds no key ring: qianxiao keys init."
            )
        told = json.loads(at.read_text(encoding="utf-8"))
        ring = cls(
            folder, _read_root(root_file or folder / ROOT_FILE), [Key(**line) for line in told["keys"]]
        )
        for key in ring.keys:
            if key.held and ring._print(ring.plain(key.purpose, key.version)) != key.print:
                raise RingProblem(f"密钥 {key.purpose} {key.version} 指纹不符。/ Key print does not fit.")
        return ring

    def active(self, purpose: str) -> int:
        """The version new values are sealed under."""
        if purpose not in self._active:
            self._active[purpose] = self.versions(purpose)[0]
        return self._active[purpose]

    def versions(self, purpose: str) -> list[int]:
        """Versions that can still be used, newest first."""
        return sorted((k.version for k in self.keys if k.purpose == purpose and k.held), reverse=True)

    def plain(self, purpose: str, version: int) -> bytes:
        """The key itself. Raises RingProblem when it never was or was destroyed, or the root does not fit."""
        if (purpose, version) not in self._plain:
            key = next((k for k in self.keys if (k.purpose, k.version) == (purpose, version)), None)
            if key is None or not key.held:
                raise RingProblem(f"没有密钥 {purpose} {version}。/ There is no key {purpose} {version}.")
            try:
                data = provider().open(self._root, bytes.fromhex(key.wrapped), _bound(purpose, version))
            except Tampered:
                raise RingProblem(
                    "根密钥与密钥环不符，系统不启动。/ The root key does not fit the key ring: not starting."
                ) from None
            self._plain[purpose, version] = data
        return self._plain[purpose, version]

    def rotate(self, purpose: str) -> int:
        """A new version of one key; older ones still open what they sealed. Returns the version."""
        if purpose not in PURPOSES:
            raise RingProblem(f"没有这种密钥：{purpose}。/ No such key: {purpose}.")
        version = 1 + max(key.version for key in self.keys if key.purpose == purpose)
        self.keys.append(self._make(purpose, version))
        self._active.clear()
        self._save()
        return version

    def destroy(self, purpose: str, version: int) -> None:
        """Forget an old key for good. Raises RingProblem for the active one. The caller knows it is not needed."""
        if version == self.active(purpose):
            raise RingProblem(f"{purpose} {version} 正在使用。/ {purpose} {version} is in use.")
        fits = [(key.purpose, key.version) == (purpose, version) for key in self.keys]
        self.keys = [replace(k, wrapped="") if hit else k for k, hit in zip(self.keys, fits, strict=True)]
        self._plain.pop((purpose, version), None)
        self._save()

    def _print(self, plain: bytes) -> str:
        return provider().mac(plain, b"print").hex()[:16]

    def _make(self, purpose: str, version: int) -> Key:
        plain = provider().random(KEY)
        wrapped = provider().seal(self._root, plain, _bound(purpose, version)).hex()
        made = datetime.now(UTC).isoformat(timespec="seconds")
        return Key(purpose, version, made, wrapped, self._print(plain))

    def _save(self) -> None:
        told = {"keys": [vars(key) for key in self.keys]}
        _write(self.folder / RING_FILE, json.dumps(told, indent=1) + "\n")


def _read_root(path: Path) -> bytes:
    try:
        root = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise RingProblem(f"读不出根密钥 {path}。/ The root key {path} cannot be read.") from None
    if len(root) != KEY:
        raise RingProblem(f"根密钥 {path} 长度不对。/ The root key {path} has the wrong length.")
    if path.stat().st_mode & 0o077:
        raise RingProblem(f"{path} 别人也能读，请改为 0600。/ Others may read {path}: make it 0600.")
    return root
