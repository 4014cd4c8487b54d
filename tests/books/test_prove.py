"""The proof command over a frozen month: nothing differs; each thing somebody tampers with is named (X-10)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from qianxiao.cli import main
from qianxiao.returns.close.models import Close, CoverageCell, Difference, Side, Signature, SnapshotFile
from qianxiao.returns.close.prove import Proof, prove
from tests.books.signers import SignIn, all_sign
from tests.books.world import PERIOD
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db


def _proved() -> Proof:
    with as_owner():
        return prove()


@contextmanager
def _past_the_triggers(table: str) -> Iterator[Any]:
    """What somebody with the keys of the server could do."""
    with as_owner() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _named(proof: Proof, *words: str) -> None:
    assert proof.problems and all(any(word in zh + en for zh, en in proof.problems) for word in words), (
        proof.problems
    )


def test_nothing_differs(
    sign_in: SignIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    all_sign(sign_in)
    proof = _proved()
    cells = all_rows(CoverageCell).count() + all_rows(Side).count() + all_rows(Difference).count()
    assert proof.problems == [] and proof.cells >= cells > 500 and proof.periods == [PERIOD]
    assert (
        proof.signatures == all_rows(Signature).count() == 8
        and proof.files == SnapshotFile.objects.count() > 20
    )
    with as_owner():
        assert main(["close", "prove", "--period", "2020-05"]) == 0
        assert "差异 / differences: 0" in capsys.readouterr().out
        assert main(["close", "prove", "--period", "2020-04"]) == 1


def test_a_tampered_snapshot_is_named(sign_in: SignIn, closed: Path, tmp_path: Path) -> None:
    import duckdb

    all_sign(sign_in)
    shutil.copytree(closed / "2020-05", tmp_path / "2020-05")
    with _past_the_triggers("close_close"):
        Close.objects.update(folder=str(tmp_path / "2020-05"))
    assert _proved().problems == []
    path = tmp_path / "2020-05" / "tables" / "clean_reported.parquet"
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE t AS SELECT * REPLACE (persons + 1 AS persons) FROM '{path}'")
        con.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    _named(_proved(), "clean_reported.parquet", "close_side")
    path.unlink()
    _named(_proved(), "快照文件不见了")


TAMPERED = (
    ("close_coveragecell", "UPDATE close_coveragecell SET people = people + 1 WHERE row = 1", "close_coveragecell"),
    ("close_coveragecell", "UPDATE close_coveragecell SET people = people + 1 WHERE region = 'CN' AND duty = 'all'", "签章后coverage有变"),
    ("close_side", "UPDATE close_side SET paid_amount = paid_amount + 100 WHERE row = 1", "签章后figures有变"),
    ("close_difference", "DELETE FROM close_difference WHERE row = 1", "close_difference"),
    ("close_difference", "UPDATE close_difference SET words = '无差异' WHERE row = 1", "签章后differences有变"),
    ("close_signature", "UPDATE close_signature SET by = 'somebody' WHERE region = 'CN'", "签章被改动"),
    ("close_signature", "UPDATE close_signature SET body = jsonb_set(body, '{figures}', '[]') WHERE region = '621126'", "签章被改动"),
    ("close_signature", "DELETE FROM close_signature WHERE region = '621126'", "签章后below有变"),
)  # fmt: skip


def test_a_tampered_cell_or_signature_is_named(sign_in: SignIn) -> None:
    all_sign(sign_in)
    for table, change, word in TAMPERED:
        with transaction.atomic():
            with _past_the_triggers(table) as cursor:
                cursor.execute(change)
                assert cursor.rowcount >= 1
            _named(_proved(), word)
            transaction.set_rollback(True)
    assert _proved().problems == []


def test_an_open_month_is_not_proved(sign_in: SignIn) -> None:
    assert _proved().periods == []
    with pytest.raises(Close.DoesNotExist), as_owner():
        prove([PERIOD])
