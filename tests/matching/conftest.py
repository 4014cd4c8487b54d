"""The loaded month of the web tests with its three doubts, and signed-in clients."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.scoped import all_rows
from tests.web.conftest import county, django_db_setup, out, pages_role, pytest_configure, sign_in

__all__ = ["county", "django_db_setup", "new", "out", "pages_role", "pytest_configure", "sign_in"]


@pytest.fixture
def new(pages_role: None) -> Callable[[Any], Any]:
    """Rows of a model that came during this test: browsers of other files leave theirs in the same database."""
    from qianxiao.office.duties.models import Duty
    from qianxiao.programme.matching.models import Ruling

    before = {model: set(all_rows(model).values_list("id", flat=True)) for model in (Ruling, Duty)}
    return lambda model: all_rows(model).exclude(id__in=before[model])
