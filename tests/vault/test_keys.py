"""The key ring in use: rotation while reading, in batches that may be cut off, and no start with wrong keys (P5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from qianxiao.base.crypto_ring import Ring, RingProblem
from qianxiao.base.scope import WHOLE
from qianxiao.cli import main
from qianxiao.office.accounts.roles import RIGHTS, Role
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.keys import refuse_wrong_keys, ring
from qianxiao.office.audit.models import KeyPrint
from qianxiao.registers.people import queries
from qianxiao.registers.people.actions import reseal
from qianxiao.registers.people.models import Sealed
from tests.scoped import all_rows
from tests.vault.test_intake import load, one
from tests.web.sample import FULL_ID

pytestmark = pytest.mark.django_db
NATION = Scope.over(WHOLE, rights=RIGHTS[Role.AUDITOR])
WORDS = ["--batch", "100"]


@pytest.fixture(autouse=True)
def own_ring(tmp_path: Path) -> Iterator[None]:
    """A copy of the run's ring, so that no other test meets another key."""
    before = settings.KEYS
    folder = tmp_path / "keys"
    folder.mkdir()
    for name in ("ring.json", "root.key"):
        (folder / name).write_bytes((Path(before) / name).read_bytes())
        (folder / name).chmod(0o600)
    settings.KEYS = str(folder)
    refuse_wrong_keys()
    yield
    settings.KEYS = before


def _all_open() -> int:
    """Open every number of the vault; returns how many."""
    rows = list(all_rows(Sealed).select_related("person"))
    assert all(queries.secret(row, row.person).opened(ring()) for row in rows)
    return len(rows)


def _found() -> str:
    found = queries.search(NATION, FULL_ID)
    assert found.how == "number"
    return ",".join(person.name for person in found.persons)


def test_a_rotation_is_cut_off_goes_on_and_nobody_notices(capsys: pytest.CaptureFixture[str]) -> None:
    total = _all_open()
    assert total > 200 and _found() == "杨秀梅"
    for purpose in ("id_no", "phone", "index"):
        assert main(["keys", "rotate", purpose]) == 0
    assert _found() == "杨秀梅", "found under the old index while nothing is indexed anew"
    with pytest.raises(RingProblem, match="index key"):
        load(202007, one("A"))
    assert main(["keys", "reseal", *WORDS, "--batches", "1"]) == 0
    assert all_rows(Sealed).filter(index_version=2).count() == 100
    assert _found() == "杨秀梅" and _all_open() == total
    for purpose in ("id_no", "index"):
        assert main(["keys", "retire", purpose, "1"]) == 1, "still needed"
    assert main(["keys", "reseal", *WORDS]) == 0
    assert set(all_rows(Sealed).values_list("version", "index_version")) == {(2, 2)}
    assert reseal(100, "tester") == 0
    for purpose in ("id_no", "phone", "index"):
        assert main(["keys", "retire", purpose, "1"]) == 0
    assert "已销毁" in capsys.readouterr().out
    assert _found() == "杨秀梅" and _all_open() == total
    load(202007, one("A"))


def test_a_new_ring_does_not_pass_for_the_lost_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.KEYS = str(tmp_path / "made-anew")
    Ring.ensure(Path(settings.KEYS))
    with pytest.raises(RingProblem, match="does not belong"):
        refuse_wrong_keys()
    assert main(["keys", "status"]) == 1 and "does not belong" in capsys.readouterr().err
    with pytest.raises(RingProblem, match="does not belong"):
        load(202007, one("A"))


def test_an_older_copy_of_the_ring_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for name in ("ring.json", "root.key"):
        (old / name).write_bytes((Path(settings.KEYS) / name).read_bytes())
        (old / name).chmod(0o600)
    assert main(["keys", "rotate", "account"]) == 0
    settings.KEYS = str(old)
    with pytest.raises(RingProblem, match="lacks account 2"):
        refuse_wrong_keys()


def test_control_without_the_prints_a_foreign_ring_is_taken(tmp_path: Path) -> None:
    KeyPrint.objects.all().delete()
    settings.KEYS = str(tmp_path / "foreign")
    Ring.ensure(Path(settings.KEYS))
    refuse_wrong_keys()
    assert queries.search(NATION, FULL_ID).persons == [], "and then nobody is found any more"
