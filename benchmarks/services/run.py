"""A province's operating systems: written, loaded, loaded again, looked through for what does not look right.

python -m benchmarks.services.run [--people 5000000] [--seed 1] [--data FOLDER]

A PostgreSQL of its own is made under FOLDER (about 6 GB for a province). Every pattern's seconds, findings, recall and precision are
printed; memory is that of this process at its peak, without PostgreSQL.
"""

import argparse
import os
import resource
import sys
import time
from pathlib import Path

DAY = 20200705


def _peak() -> int:
    """Peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _said(what: str, start: float) -> None:
    print(f"{what}: {time.monotonic() - start:.1f} s, peak {_peak():,} MB", flush=True)


def fill(people: int, seed: int, files: Path, money: int = 0, again: bool = True) -> None:
    """Write the files, make the schema, load, and load again. money: claims and payments as well, of each case so many."""
    from qianxiao.demo.services import generate

    start = time.monotonic()
    counts = generate(people, seed, files, "62", money=money)
    _said("written", start)
    print(", ".join(f"{name} {rows:,}" for name, rows in counts.items()))
    from qianxiao.config.boot import boot

    boot(owner=True)
    from django.core.management import call_command

    from qianxiao.demo.services_load import load
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.models import Region

    call_command("migrate", verbosity=0, interactive=False)
    if not Region.objects.exists():
        load_regions()
    for what in ("loaded", "loaded again") if again else ("loaded",):
        start = time.monotonic()
        made, refused = load(files, "bench")
        _said(f"{what}, {len(refused)} refused", start)
        print(", ".join(f"{name} {rows:,}" for name, rows in made.items()) or "nothing new")


def measure(files: Path) -> None:
    """Every rule over everything, and what it found against what was planted."""
    import duckdb

    from qianxiao.money.integrity import rules
    from qianxiao.money.integrity.actions import look
    from qianxiao.money.integrity.models import Finding
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    rows = duckdb.execute(
        "SELECT pattern, kind, subject FROM read_parquet(?)", [str(files / "truth_services.parquet")]
    ).fetchall()
    whole = time.monotonic()
    for pattern in rules.patterns():
        start = time.monotonic()
        look(whole_scope(), DAY, pattern)
        took = time.monotonic() - start
        with in_scope(whole_scope()) as scope:
            there = set(
                Finding.objects.within(scope).filter(pattern=pattern).values_list("subject", flat=True)
            )
        planted = {subject for one, kind, subject in rows if one == pattern and kind == "planted"}
        alike = {subject for one, kind, subject in rows if one == pattern and kind == "lookalike"}
        hits = len(there & planted)
        print(
            f"| {pattern} | {took:.1f} | {len(planted)} | {hits / max(len(planted), 1):.3f} | {len(there)} | {hits / max(len(there), 1):.3f}"
            f" | {len(alike)} | {len(there & alike)} |",
            flush=True,
        )
    _said("looked through", whole)
    start = time.monotonic()
    print(f"again: {sum(look(whole_scope(), DAY).values())} new findings")
    _said("looked through again", start)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="services", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=Path("var/services"))
    args = parser.parse_args()
    os.environ.update(QIANXIAO_VAR=str(args.data.resolve()), QIANXIAO_DEMO="1")
    files = args.data.resolve() / "files"
    try:
        fill(args.people, args.seed, files)
        measure(files)
    finally:
        from qianxiao.ops.postgres import default_data, stop

        stop(default_data())
    return 0


if __name__ == "__main__":
    sys.exit(main())
