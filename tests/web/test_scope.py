"""The scope: empty sees nothing, a range sees its range, every query asks for one."""

import inspect
import re

import pytest
from django.http import Http404
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from qianxiao.masterdata.regions.queries import above, span
from qianxiao.office.accounts.roles import RIGHTS, Right, Role
from qianxiao.office.accounts.scope import NOTHING, Scope, scope_for
from qianxiao.returns.close import queries, queries_case
from tests.web.sample import COUNTY, FAR, OTHER, PEOPLE, SCHOOL

PERIOD = 202005
ALL = frozenset(Right)
codes = st.from_regex(r"[1-8][0-9]{5}([0-9]{3}){0,2}", fullmatch=True)


@given(codes, codes)
def test_a_span_holds_exactly_the_codes_below(outer: str, inner: str) -> None:
    lo, hi = span(outer)
    root = outer[:2] if outer[2:] == "0000" else outer[:4] if outer[4:] == "00" else outer
    assert (lo <= inner < hi) == inner.startswith(root)


@given(codes)
def test_everything_lies_in_the_nation_and_in_its_ancestors(code: str) -> None:
    for ancestor in above(code):
        lo, hi = span(ancestor)
        assert lo <= code < hi


def test_an_empty_scope_holds_nothing() -> None:
    assert not NOTHING.holds("", "") and not NOTHING.holds(*span("621126"))
    assert NOTHING.narrow("", "~") == ()
    assert not any(NOTHING.may(right) for right in Right)
    assert scope_for("nobody", [("", "~")]).rights == frozenset()


def test_a_school_post_holds_no_region() -> None:
    scope = scope_for(Role.SCHOOL, (), [SCHOOL, ""])
    assert (scope.ranges, scope.institutions) == ((), {SCHOOL})
    assert scope.rights == RIGHTS[Role.SCHOOL]


def test_every_read_asks_for_a_scope() -> None:
    free = {
        "get_close",
        "closes",
        "latest_period",
        "last_folder",
    }  # figures of the whole, or no read at all
    for module in (queries, queries_case):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_") and name not in free:
                assert next(iter(inspect.signature(function).parameters)) == "scope", name


@pytest.mark.django_db
@pytest.mark.parametrize("scope", [NOTHING, Scope(rights=ALL), Scope.over(institutions=["x"], rights=ALL)])
def test_without_a_region_nobody_is_found(scope: Scope) -> None:
    reads = [
        lambda: queries.coverage(scope, PERIOD, COUNTY, "all"),
        lambda: queries.gaps(scope, PERIOD, COUNTY),
        lambda: queries.people(scope, PERIOD, COUNTY, "all"),
        lambda: queries_case.person_file(scope, PERIOD, "P00000"),
        lambda: queries_case.doubt_case(scope, PERIOD, 1),
        lambda: queries_case.feedback_org(scope, PERIOD, SCHOOL),
    ]
    for read in reads:
        with pytest.raises(Http404):
            read()
    assert queries.persons_by_no(scope, PERIOD, ["P00000"]) == {}
    if scope.rights:
        for rows in (queries_case.doubts, queries_case.links, queries_case.irregularities):
            assert not rows(scope, PERIOD).exists()
        assert not queries_case.feedback(scope, PERIOD, SCHOOL).exists()
        assert not queries_case.files(scope, queries.get_close(PERIOD)).exists()


@pytest.mark.django_db
def test_figures_equal_their_lists() -> None:
    scope = Scope.over(span("CN"), rights=ALL)
    for county, people in ((COUNTY, PEOPLE), (OTHER, FAR)):
        for duty in ("all", "study", "train"):
            figures = queries.coverage(scope, PERIOD, county, duty)
            assert figures.people == people
            for state, step, n in figures.steps:
                rows = queries.people(scope, PERIOD, county, duty)
                assert rows.filter(state=state, step=step).count() == n
        below = queries.below(scope, PERIOD, county, "all")[1]
        assert sum(row["everybody"] for row in below) == people


@pytest.mark.django_db
def test_pages_walk_the_whole_list_once(county: Client) -> None:
    scope = Scope.over(span(COUNTY), rights=ALL)
    seen: list[str] = []
    query = "?kind=train&size=20"
    while query:
        text = county.get(f"/closes/2020-05/gaps/{COUNTY}{query}").content.decode()
        seen += re.findall(r'href="/closes/2020-05/person/(\w+)"', text)
        found = re.search(r'href="(\?[^"]*)" rel="next"', text)
        query = found[1].replace("&amp;", "&") if found else ""
    counted = sum(line["n"] for line in queries.gap_facets(scope, PERIOD, COUNTY) if line["kind"] == "train")
    assert len(seen) == len(set(seen)) == counted > 20
