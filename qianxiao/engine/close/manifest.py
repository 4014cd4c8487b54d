"""The manifest: what went in, under which rules and parameters, what came out. Two equal closes have equal manifests."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import qianxiao
from qianxiao.engine.io.read import FileRead
from qianxiao.engine.link import link_version
from qianxiao.engine.parts import TOUCHED
from qianxiao.engine.rules import rule_versions
from qianxiao.engine.run import Run, file_hash


def write_manifest(
    run: Run, reads: list[FileRead], home: Path, previous: str, gap: dict[str, str] | None = None
) -> dict[str, Any]:
    """Write `manifest.json` and return it. It holds no clock time, so that the same input gives the same bytes.

    gap: what is said about months that were left out between the one before and this one, in zh and en.
    """
    files = sorted(
        path for part in ("faults", "lists", "feedback", "returns") for path in (home / part).rglob("*")
    )
    manifest = {
        "period": run.period,
        "qianxiao": qianxiao.__version__,
        "engine": run.engine.name,
        "inputs": [
            {
                key: value
                for key, value in asdict(read).items()
                if key in ("name", "register", "sheet", "rows", "sha256")
            }
            for read in reads
        ],
        "problems": [asdict(problem) for read in reads for problem in read.problems],
        "previous": previous,
        "rules": rule_versions(),
        "link": link_version(run),
        "counts": _told(run.counts),
        "steps": _told(run.prints),
        "files": {str(path.relative_to(home)): file_hash(path) for path in files if path.is_file()},
    }
    if gap:
        manifest["left_out"] = gap
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    part = home / "manifest.part"
    part.write_text(text + "\n", encoding="utf-8")
    os.replace(part, home / "manifest.json")
    return manifest


def _told(by_table: dict[str, Any]) -> dict[str, Any]:
    """In order of name, without what is gathered only when a step asks for it: a resumed close may not have to."""
    return {name: by_table[name] for name in sorted(by_table) if name != TOUCHED[("who",)]}
