"""The query layer fails closed, the scope cannot be changed, and both walls agree about every code."""

import ast
from dataclasses import FrozenInstanceError
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from qianxiao.base.scope import joined, multirange
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.guard import why_not_bound
from qianxiao.office.accounts.scope import NOTHING, Scope, in_scope, scope_for, whole_scope
from qianxiao.office.accounts.scoped import ScopedModel, Unscoped
from tests.contract.world import PLACES
from tests.house.tree import PACKAGE, python_files, said, syntax
from tests.scoped import APP_ROLE

codes = st.from_regex(r"[1-8][0-9]{5}([0-9]{3}){0,2}", fullmatch=True)
WAYS = ("all", "count", "get", "filter", "exclude", "first", "exists", "create", "update", "values_list", "none",
        "order_by", "aggregate", "iterator", "in_bulk", "bulk_create", "get_or_create")  # fmt: skip


def _models() -> list[Any]:
    from qianxiao.returns.close import models as close

    found = [one for one in vars(close).values() if isinstance(one, type) and issubclass(one, ScopedModel)]
    return [one for one in found if not one._meta.abstract]


def test_every_way_but_a_scope_raises() -> None:
    assert len(_models()) >= 10
    for model in _models():
        for way in WAYS:
            with pytest.raises(Unscoped):
                getattr(model.objects, way)()
        with pytest.raises(Unscoped):
            model.objects.get_queryset()


def _reaches_past(tree: ast.Module) -> list[str]:
    """Names that would go round the scoped manager."""
    forbidden = {"_base_manager", "_default_manager", "unscoped"}
    return [
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in forbidden
    ]


def test_nobody_reaches_past_the_manager() -> None:
    assert {
        said(path): found for path in python_files(PACKAGE) if (found := _reaches_past(syntax(path)))
    } == {}
    red = ast.parse("def rows():\n    return Person._base_manager.all()")
    assert _reaches_past(red) == ["_base_manager"], "the search itself must find one"


def test_a_scope_cannot_be_changed() -> None:
    scope = Scope.over(span("621126"))
    for name, value in (("ranges", (("", "~"),)), ("institutions", {"x"}), ("rights", frozenset())):
        with pytest.raises(FrozenInstanceError):
            setattr(scope, name, value)
    assert isinstance(scope.ranges, tuple) and isinstance(scope.institutions, frozenset)
    assert scope_for("county", [("", "")], [""]) == scope_for("county"), "empty bounds are nobody's"


@given(st.lists(st.tuples(codes, codes), max_size=4), codes)
def test_joined_ranges_hold_the_same_codes(ranges: list[tuple[str, str]], code: str) -> None:
    merged = joined(ranges)
    assert any(lo <= code < hi for lo, hi in merged) == any(lo <= code < hi for lo, hi in ranges)
    assert all(one[1] < two[0] for one, two in pairwise(merged))


@pytest.mark.parametrize("bad", ['62","~") , ["', "62'", "62)", "六二"])
def test_a_bound_that_is_no_code_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="region codes"):
        multirange([(bad, "~")])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "regions", [[], ["CN"], ["621126"], ["621126", "522301"], ["621100", "621126100"], ["660000"]]
)
def test_both_walls_and_the_arithmetic_agree(regions: list[str], clients) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.returns.close.models import Person

    scope = Scope.over(*(span(code) for code in regions))
    with in_scope(whole_scope()):
        everybody = set(Person.objects.within(whole_scope()).values_list("region", flat=True))
        layer = set(Person.objects.within(scope).values_list("region", flat=True))
    with in_scope(scope), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT region FROM close_person")
        wall = {row[0] for row in cursor.fetchall()}
    assert everybody == set(PLACES.values())
    assert layer == wall == {code for code in everybody if any(lo <= code < hi for lo, hi in scope.ranges)}


@pytest.mark.django_db
def test_scopes_nest_and_come_back(clients) -> None:  # type: ignore[no-untyped-def]
    def held() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('qx.ranges', true)")
            return str(cursor.fetchone()[0])

    with in_scope(whole_scope()):
        outer = held()
        with in_scope(NOTHING):
            assert held() == "{}"
        assert held() == outer
        with pytest.raises(ZeroDivisionError), in_scope(NOTHING):
            raise ZeroDivisionError
        assert held() == outer


@pytest.mark.django_db
def test_a_server_does_not_start_under_the_owner() -> None:
    assert "owns tables" in why_not_bound()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
    assert why_not_bound() == ""
