"""One month's result on disk: its manifest, its tables, its files."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qianxiao.engine.layers import layers, relation

_KINDS = ("returns", "lists", "feedback", "faults")
_REGION = re.compile(r"(?<!\d)(\d{6})(?!\d)")


class LoadProblem(Exception):
    """The result cannot be loaded; the text says why, in Chinese and English."""


@dataclass(frozen=True)
class Result:
    """One month's folder, OUT/<period>."""

    home: Path
    period: int
    manifest: dict[str, Any]
    digest: str  # SHA-256 of manifest.json

    @classmethod
    def open(cls, out: Path, period: int, province: str = "") -> "Result":
        """Read the manifest; `province` picks one of a nation's. Raises LoadProblem when the month was not closed here."""
        home = out / f"{period // 100}-{period % 100:02d}" / province
        path = home / "manifest.json"
        if not path.is_file():
            raise LoadProblem(
                f"{home} 里没有结账结果，请先结账。/ {home} holds no result: close the month first."
            )
        data = path.read_bytes()
        # a fingerprint of several parts is joined by NUL, which the database's JSON does not know
        manifest = json.loads(data.replace(rb"\u0000", b"|"))
        if manifest.get("period") != period:
            raise LoadProblem(f"{path} 不是 {period} 的结果。/ {path} is not about {period}.")
        if "provinces" in manifest:
            held = " ".join(manifest["provinces"])
            raise LoadProblem(
                f"{home} 是全国结果，请用 --province 选一个省装载：{held}。/"
                f" {home} is a nation's result; load one province of it with --province: {held}."
            )
        return cls(home, period, manifest, hashlib.sha256(data).hexdigest())

    def table(self, name: str) -> str:
        """A SELECT of all rows of a table, plain or in layers. Raises LoadProblem when it is missing."""
        try:
            return relation(self.home / "tables" / f"{name}.parquet")
        except FileNotFoundError:
            raise LoadProblem(f"结果缺少表 {name}。/ The result lacks the table {name}.") from None

    def holds(self, name: str) -> bool:
        """Whether the result has a table."""
        return bool(layers(self.home / "tables" / f"{name}.parquet"))

    def files(self) -> Iterator[tuple[int, str, str, int, str, str, str]]:
        """Rows (row, kind, path, bytes, SHA-256, region, org_code) of the files the manifest names."""
        named = sorted((self.manifest.get("files") or {}).items())
        for row, (name, digest) in enumerate(named, start=1):
            path = self.home / name
            kind = Path(name).parts[0]
            if kind not in _KINDS or not path.is_file():
                continue
            region = _REGION.search(path.name) if kind in ("returns", "lists") else None
            org = path.stem if kind == "feedback" else ""
            yield row, kind, name, path.stat().st_size, digest, region.group(1) if region else "", org
