"""`python -m qianxiao.ops.bank --port 8159 --store DIR --faults double=0.02,lost=0.01 --seed 7`."""

import argparse
import json
from pathlib import Path

from qianxiao.ops.bank.server import serve
from qianxiao.ops.bank.store import FAULTS, Store


def faults_of(text: str) -> dict[str, float]:
    """`name=probability,…` or JSON. Raises ValueError on an unknown fault."""
    told = (
        json.loads(text)
        if text.startswith("{")
        else dict(part.split("=", 1) for part in text.split(",") if part)
    )
    found = {str(name): float(value) for name, value in told.items()}
    if unknown := set(found) - set(FAULTS):
        raise ValueError(f"no such fault: {sorted(unknown)}")
    return found


def main() -> None:
    """Serve until the process ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8159)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--faults", default="")
    parser.add_argument("--seed", default="0")
    args = parser.parse_args()
    args.store.mkdir(parents=True, exist_ok=True)
    store = Store(args.store / "bank.sqlite", faults_of(args.faults), args.seed)
    serve(store, args.port)


if __name__ == "__main__":
    main()
