"""The training world with an evaluation body in it."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.databases import at, copy
from tests.evaluation import world
from tests.training.conftest import (
    county,
    out,
    pages_role,
    pytest_configure,
    rival,
    sign_in,
    trainer,
    training_database,
)

__all__ = [
    "county",
    "out",
    "pages_role",
    "pytest_configure",
    "rival",
    "sign_in",
    "trainer",
    "training_database",
]


@pytest.fixture(scope="module", autouse=True)
def own_database(training_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """A copy of the training world with the body; every test in a transaction of its own."""
    with django_db_blocker.unblock(), copy(training_database) as name, at(name):
        world.build()
        yield


@pytest.fixture
def body(sign_in) -> Client:  # type: ignore[no-untyped-def]
    """Who plans exams and enters scores."""
    return sign_in("assessor")


@pytest.fixture
def second(sign_in) -> Client:  # type: ignore[no-untyped-def]
    """The colleague who closes them."""
    return sign_in("assessor-two")
