"""A7: does a page take longer to refuse what exists elsewhere than what does not exist? A rank test, with its control.

python -m benchmarks.posts.run [--pairs 2000] [--seed 1]

Pairs of requests of a county officer, in random order: a person of another county, and a number nobody has. Both answers
must have the same bytes and the same number of queries; the figure is the chance that a hidden one took longer than a
missing one (0.5 is no difference), and how likely so large a deviation is by chance. The control asks the database once
more for what exists, as an early return would. Prints JSON; exit code 1 when an answer differs.
"""

import argparse
import json
import math
import os
import platform
import random
import re
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MONTH = "/closes/2020-05/person/"
_SAME = re.compile(rb'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"|href="[^"]*"')


def ranked(hidden: list[float], missing: list[float]) -> tuple[float, float]:
    """Chance that a hidden one took longer, and the probability of so large a deviation (Mann and Whitney, normal)."""
    told = sorted([(value, 0) for value in hidden] + [(value, 1) for value in missing])
    ranks = sum(rank for rank, (_value, kind) in enumerate(told, start=1) if kind == 0)
    n, m = len(hidden), len(missing)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return u / (n * m), math.erfc(abs(z) / math.sqrt(2))


def measure(client: Any, pairs: int, seed: int) -> dict[str, Any]:
    """Ask for both of each pair in random order; the figures."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from tests.contract.world import NOWHERE, PLACES

    addresses = {"hidden": f"{MONTH}P{PLACES['sibling']}", "missing": f"{MONTH}P{NOWHERE}"}
    answers = {}
    for name, address in addresses.items():
        reset_queries()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        answers[name] = (answer.status_code, _SAME.sub(b"", answer.content), len(asked))
    order, took = random.Random(seed), {"hidden": [], "missing": []}  # noqa: S311  an order, no secret
    for _pair in range(pairs):
        for name in order.sample(sorted(addresses), 2):
            start = time.perf_counter()
            client.get(addresses[name])
            took[name].append((time.perf_counter() - start) * 1000)
    chance, likely = ranked(took["hidden"], took["missing"])
    middle = {name: statistics.median(values) for name, values in took.items()}
    return {
        "pairs": pairs,
        "same answer": answers["hidden"][:2] == answers["missing"][:2],
        "status": answers["hidden"][0],
        "queries": [answers["hidden"][2], answers["missing"][2]],
        "median ms": {name: round(value, 3) for name, value in middle.items()},
        "median difference ms": round(middle["hidden"] - middle["missing"], 3),
        "chance that hidden takes longer": round(chance, 4),
        "probability by chance": round(likely, 4),
    }


@contextmanager
def early_return() -> Iterator[None]:
    """The control: what exists elsewhere costs one query more than what does not."""
    from qianxiao.returns.close import queries_case
    from tests.contract.world import NOWHERE

    real = queries_case.person_file

    def slower(scope: Any, period: int, person_no: str) -> Any:
        if NOWHERE not in person_no:
            queries_case.doubts_count(scope, period)
        return real(scope, period, person_no)

    queries_case.person_file = slower
    try:
        yield
    finally:
        queries_case.person_file = real


def main() -> int:
    """Build the canaries in a database of its own, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    from qianxiao.ops.postgres import ensure_server, stop

    with tempfile.TemporaryDirectory(prefix="qx-posts-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # another account may have to pass through
        server = ensure_server(home / "pg", "auto", fast=True)
        os.environ |= {"DATABASE_URL": server.url, "QIANXIAO_SECRET_KEY": secrets.token_urlsafe(48)}
        os.environ["DJANGO_SETTINGS_MODULE"] = "qianxiao.config.settings"
        try:
            found = _run(home, told.pairs, told.seed)
        finally:
            stop(home / "pg")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    page = found["page"]
    return 0 if page["same answer"] and page["status"] == 404 and len(set(page["queries"])) == 1 else 1


def _run(home: Path, pairs: int, seed: int) -> dict[str, Any]:
    from tests.web.database import start

    start()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()

    from qianxiao.office.accounts.models import User
    from tests.contract.world import build

    call_command("migrate", verbosity=0, interactive=False)
    build(str(home))
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(User.objects.get(username="county"))
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE qianxiao_app")  # as pages work: bound by row security
    from tests.contract.world import VILLAGE

    if client.get(f"{MONTH}P{VILLAGE}").status_code != 200:
        raise SystemExit("the officer must see a person of the own county, or refusing says nothing")
    found = {
        "seed": seed,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "page": measure(client, pairs, seed),
    }
    with early_return():
        found["control"] = measure(client, pairs, seed)
    connection.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
