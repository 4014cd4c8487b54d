"""Marks and sealed numbers of the records a doubt is about; keys come from the ring, class `match`."""

from dataclasses import dataclass

from qianxiao.base.crypto import KEY, provider
from qianxiao.base.crypto_ring import Ring

PURPOSE = "match"
_JOIN = "\x1f"  # stands in no cell


@dataclass(frozen=True)
class Marker:
    """Marks under one version of the key; one key for marks and one for sealing are derived from it."""

    version: int
    mac: bytes
    key: bytes

    @classmethod
    def of(cls, ring: Ring, version: int) -> "Marker":
        """Raises RingProblem when the version is not held."""
        plain, hand = ring.plain(PURPOSE, version), provider()
        return cls(version, hand.mac(plain, b"matching|mark"), hand.mac(plain, b"matching|seal")[:KEY])

    def mark(self, *texts: object) -> bytes:
        """HMAC-SM3 of some texts; a missing one differs from an empty one."""
        said = _JOIN.join("\x00" if text is None else str(text) for text in texts)
        return provider().mac(self.mac, said.encode())

    def seal(self, mark: bytes, rec_id: str) -> bytes:
        """A record's number, bound to the mark of its pair: moved to another row it does not open."""
        return provider().seal(self.key, rec_id.encode(), self._bound(mark))

    def open(self, mark: bytes, sealed: bytes) -> str:
        """The record's number. Raises Tampered."""
        return provider().open(self.key, sealed, self._bound(mark)).decode()

    def _bound(self, mark: bytes) -> bytes:
        return f"matching_doubt|sealed|{self.version}|{mark.hex()}".encode()


def markers(ring: Ring) -> list[Marker]:
    """One for each version still held, the active one first."""
    return [Marker.of(ring, version) for version in ring.versions(PURPOSE)]
