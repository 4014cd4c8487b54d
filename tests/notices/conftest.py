"""Two villages of one county and a neighbour, with a county officer, a colleague, a reviewer, and the neighbour's officer."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.databases import at, filled
from tests.notices.cast import COUNTY, OTHER, person
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["pages_role", "pytest_configure", "sign_in"]


def _fill() -> None:
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.roles import Role
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.duties.actions import set_clock
    from qianxiao.registers.people.models import Person

    load_regions()
    give_post("county", "甲", "岷县局", Role.COUNTY, span(COUNTY), COUNTY, demo=True)
    give_post("county2", "乙", "岷县局", Role.COUNTY, span(COUNTY), COUNTY, demo=True)
    give_post("reviewer", "丙", "岷县局", Role.REVIEWER, span(COUNTY), COUNTY, demo=True)
    give_post("other", "丁", "宕昌县局", Role.COUNTY, span(OTHER), OTHER, demo=True)
    set_clock(Actor("operator"), date(2020, 9, 29))
    with in_scope(whole_scope()) as scope:
        Person.objects.within(scope).bulk_create([person(i) for i in range(8)])


@pytest.fixture(scope="session")
def villages(django_db_setup, django_db_blocker) -> str:  # type: ignore[no-untyped-def]
    """The world, once on each worker."""
    with django_db_blocker.unblock():
        return filled("notices", _fill)


@pytest.fixture(scope="module", autouse=True)
def own_database(villages: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(villages):
        yield


@pytest.fixture
def asked(db) -> Any:  # type: ignore[no-untyped-def]
    """A request in the name of somebody with a post, as an action of another app hands it on."""
    from django.test import RequestFactory

    from qianxiao.office.accounts.models import Post, User
    from qianxiao.office.accounts.scope import scope_for

    def of(username: str) -> Any:
        request = RequestFactory().post("/")
        request.user = User.objects.get(username=username)
        request.post = Post.objects.get(user=request.user)
        request.request_id = "test"
        request.scope = scope_for(request.post.role, request.post.ranges, request.post.institutions)
        return request

    return of
