"""One person's full answer on a page: why something is due, and a case of hers tried anew; the whole server, median and 95 of 100.

QIANXIAO_DEMO=1 QIANXIAO_VAR=FOLDER python -m benchmarks.rules.page [--user county] [--times 200]

FOLDER: that of a `make run` that has loaded its months. Pages are asked as the pages' database role, one after the other;
times are of the whole answer: sign-in, scope, queries, access row, template.
"""

import argparse
import os
import statistics
import time
from collections.abc import Iterator


def addresses(times: int) -> Iterator[tuple[str, str]]:
    """(what, address): entitlements in place, then the training rule tried with the facts of the same people."""
    from qianxiao.money.entitlements.models import Entitlement
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()) as scope:
        rows = list(
            Entitlement.objects.within(scope)
            .filter(person__isnull=False)
            .order_by("pk")
            .values_list("pk", "item", "person")
        )
    step = max(1, len(rows) // times)
    for pk, item, person in rows[::step][:times]:
        yield "why it is due", f"/entitlements/{pk}"
        yield "the case tried anew", f"/rules/{item}/try?person={person}"


def main() -> None:
    """Ask, then print a line for each kind of page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--user", default="county")
    parser.add_argument("--times", type=int, default=200)
    asked = parser.parse_args()
    from qianxiao.config.boot import boot

    boot()
    from django.conf import settings
    from django.test import Client

    from qianxiao.office.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username=asked.user))
    taken: dict[str, list[tuple[float, float]]] = {}
    size, other = 0, 0
    for what, address in addresses(asked.times):
        start, own = time.perf_counter(), time.process_time()
        answer = client.get(address)
        seconds, worked = time.perf_counter() - start, time.process_time() - own
        if answer.status_code != 200:
            other += 1
            continue
        size = max(size, len(answer.content))
        taken.setdefault(what, []).append((seconds * 1000, worked * 1000))
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; not in this post's place: {other}; largest {size:,} bytes"
    )
    for what, both in taken.items():
        clock, worked = [ms for ms, _own in both], statistics.median(own for _ms, own in both)
        late = statistics.quantiles(clock, n=20)[-1]
        print(
            f"{what}: {len(both)} pages, median {statistics.median(clock):.1f} ms (processor of the program {worked:.1f}), 95 of 100 within {late:.1f} ms"
        )


if __name__ == "__main__":
    main()
