"""The chain and its outside heads: nine kinds of tampering, a hundred times each, found by a program of its own (L1)."""

import copy
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qianxiao.base.crypto_ring import Ring
from qianxiao.office.audit import chain, verify_trail
from qianxiao.office.audit.verify_trail import check

TIMES = 100
Rows = list[dict[str, Any]]


def _rehash(rows: Rows, key: bytes) -> Rows:
    """Number and link rows anew, as somebody would who knows the programme and holds this key."""
    before = ""
    for seq, row in enumerate(rows, start=1):
        row["seq"] = seq
        text = json.dumps([row[name] for name in chain.COVERED], ensure_ascii=True, separators=(",", ":"))
        row["hash"] = before = verify_trail.mac(key, before.encode() + b"|" + text.encode())
    return rows


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, Rows, dict[str, str]]:
    """Forty rows of one stream linked by the programme itself, the heads of each, the key."""
    ring = Ring.create(tmp_path_factory.mktemp("ring") / "keys")
    rows: Rows = []
    before, start = "", datetime(2020, 5, 1, tzinfo=UTC)
    for seq in range(1, 41):
        at = start + timedelta(minutes=seq)
        row = dict.fromkeys(chain.COVERED, "") | {
            "stream": "621126:202005", "seq": seq, "at": at, "written": at, "user_id": seq % 3, "post_id": None,
            "username": "龙晓燕\n\x1b[1m\u202e", "address": None, "kind": "read", "whose": [f"P{seq}"], "people": 1,
            "key_version": 1, "subject": f"P{seq}",
        }  # fmt: skip
        row["hash"] = before = chain.link(ring, before, row)
        told = json.loads(json.dumps(row | {"at": chain.stamp(at), "written": chain.stamp(at)}))
        rows.append(told)
    heads = [{"stream": row["stream"], "seq": row["seq"], "hash": row["hash"]} for row in rows]
    return rows, heads, {"1": ring.plain("chain", 1).hex()}


def _edit(rows: Rows, at: int, key: bytes) -> Rows:
    rows[at]["username"] = "somebody else"
    return rows


def _delete(rows: Rows, at: int, key: bytes) -> Rows:
    del rows[at]
    return rows


def _insert(rows: Rows, at: int, key: bytes) -> Rows:
    rows.insert(at, copy.deepcopy(rows[at]) | {"purpose": "forged"})
    return rows


def _swap(rows: Rows, at: int, key: bytes) -> Rows:
    rows[at], rows[at - 1] = rows[at - 1], rows[at]
    return rows


def _cut(rows: Rows, at: int, key: bytes) -> Rows:
    return rows[:at]


def _edit_relinked(rows: Rows, at: int, key: bytes) -> Rows:
    return _rehash(_edit(rows, at, key), key)


def _delete_relinked(rows: Rows, at: int, key: bytes) -> Rows:
    return _rehash(_delete(rows, at, key), key)


def _cut_and_added(rows: Rows, at: int, key: bytes) -> Rows:
    fresh = [copy.deepcopy(row) | {"purpose": "harmless"} for row in rows[at:]]
    return _rehash(rows[:at] + fresh, key)


def _rewritten(rows: Rows, at: int, key: bytes) -> Rows:
    return _rehash([row | {"purpose": f"harmless {at}"} for row in rows], key)


KINDS: list[Callable[[Rows, int, bytes], Rows]] = [
    _edit, _delete, _insert, _swap, _cut, _edit_relinked, _delete_relinked, _cut_and_added, _rewritten,
]  # fmt: skip


def _found(world: tuple[Rows, Rows, dict[str, str]], kind: Any, heads: bool, key: bool, own: bool) -> int:
    """How many of TIMES tamperings are seen. own: the attacker holds the real key (an operator)."""
    rows, kept, keys = world
    dice = random.Random(kind.__name__)
    seen = 0
    for _ in range(TIMES):
        at = dice.randrange(1, len(rows))
        held = bytes.fromhex(keys["1"]) if own else dice.randbytes(16)
        forged = kind(copy.deepcopy(rows), at, held)
        seen += bool(check(forged, kept if heads else [], keys if key else {}))
    return seen


def test_an_untouched_log_is_clean(world: tuple[Rows, Rows, dict[str, str]]) -> None:
    assert check(*world) == {}
    assert check(world[0], world[1][:30], world[2]) == {}, "rows after the last head are not a fault"


@pytest.mark.parametrize("own", [False, True], ids=["without the key", "with the key"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_found_every_time(world: Any, kind: Any, own: bool) -> None:
    assert _found(world, kind, heads=True, key=True, own=own) == TIMES


def test_control_a_chain_without_outside_heads_misses_five_kinds(world: Any) -> None:
    missed = [kind.__name__ for kind in KINDS if _found(world, kind, heads=False, key=True, own=True) == 0]
    assert missed == ["_cut", "_edit_relinked", "_delete_relinked", "_cut_and_added", "_rewritten"]
    assert _found(world, _cut, heads=False, key=True, own=False) == 0, "the key alone does not see the tail"


def test_a_database_set_back_is_seen(world: tuple[Rows, Rows, dict[str, str]]) -> None:
    rows, heads, keys = world
    back = copy.deepcopy(rows[:25])
    assert "row 26: the end is missing" in str(check(back, heads, keys))
    # it went on working: the same places now hold other rows, and both heads were kept
    key = bytes.fromhex(keys["1"])
    went_on = _rehash(back + [copy.deepcopy(row) | {"purpose": "later"} for row in rows[25:30]], key)
    newer = [{"stream": row["stream"], "seq": row["seq"], "hash": row["hash"]} for row in went_on[25:]]
    assert "row 26: two different heads" in str(check(went_on, [*heads, *newer], keys))
    assert "row 1" in str(check([], heads, keys)), "a whole stream that is gone"


def test_the_first_bad_row_is_named(world: tuple[Rows, Rows, dict[str, str]]) -> None:
    rows, heads, keys = copy.deepcopy(world)
    rows[16]["people"] = 0
    assert check(rows, heads, keys)["621126:202005"].startswith("row 17:")


def test_it_runs_alone_on_files(world: tuple[Rows, Rows, dict[str, str]], tmp_path: Path) -> None:
    rows, heads, keys = world
    program = tmp_path / "verify.py"
    shutil.copy(verify_trail.__file__, program)
    for name, lines in (("export", rows), ("heads", heads), ("cut", rows[:-1])):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "chain.key").write_text(json.dumps(keys), encoding="ascii")

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run(  # -I -S: nothing but the standard library
            [sys.executable, "-I", "-S", str(program), *words],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    full = ("--heads", "heads.jsonl", "--key", "chain.key")
    code, said = run("export.jsonl", *full)
    assert code == 0 and "40 rows in 1 streams, links computed again" in said
    code, said = run("cut.jsonl", *full)
    assert code == 1 and "row 40: the end is missing" in said
    code, said = run("export.jsonl")
    assert code == 0 and "NOT computed again" in said and "WITHOUT outside heads" in said
    assert run("nowhere.jsonl")[0] == 2
    (tmp_path / "empty.jsonl").write_text("")
    assert run("empty.jsonl")[0] == 2, "nothing looked at is never green"


def test_sm3_in_plain_python_is_sm3() -> None:
    from qianxiao.base.crypto import sm3

    for size in (0, 1, 3, 55, 56, 63, 64, 65, 200):
        data = random.Random(size).randbytes(size)
        assert verify_trail.slow_sm3(data) == sm3(data) == verify_trail.sm3(data)


def test_verifier_and_programme_cover_the_same_columns() -> None:
    from qianxiao.office.audit.models import AccessLog

    assert verify_trail.COVERED == chain.COVERED
    kept = {field.name for field in AccessLog._meta.local_concrete_fields} - {"pk", "month", "id", "hash"}
    assert kept == set(chain.COVERED), "a column nobody covers could be changed"
