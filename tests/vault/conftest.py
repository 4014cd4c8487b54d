"""The loaded month of the web tests, signed-in clients, and the key ring of the run."""

from pathlib import Path

import pytest

from qianxiao.base.crypto_ring import Ring
from tests.web.conftest import county, month, out, own_database, pages_role, pytest_configure, sign_in

__all__ = ["county", "month", "out", "own_database", "pages_role", "pytest_configure", "ring", "sign_in"]


@pytest.fixture
def ring(tmp_path: Path) -> Ring:
    """A ring of its own."""
    return Ring.create(tmp_path / "keys")
