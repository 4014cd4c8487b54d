"""A contract over every address: sign-in first, nothing outside the scope, a trace of every look, few queries."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.contract import parts
from tests.web.sample import COUNTY, FULL_ID, OTHER, SCHOOL

PERSON, STRANGER = "P00000", "P00125"
# address → (own, outside the scope, roles that may, whether people are shown)
OFFICE = {"province", "county", "auditor"}
MONTH = "/closes/2020-05"
ROUTES: dict[str, tuple[str, str, set[str], bool]] = {
    "closes": ("/closes/", "", OFFICE | {"ministry"}, False),
    "close": (f"{MONTH}/", "/closes/2019-01/", OFFICE | {"ministry"}, False),
    "coverage": (f"{MONTH}/coverage/{COUNTY}", f"{MONTH}/coverage/{OTHER}", OFFICE | {"ministry"}, False),
    "gaps": (f"{MONTH}/gaps/{COUNTY}", f"{MONTH}/gaps/{OTHER}", OFFICE, True),
    "people": (f"{MONTH}/people/{COUNTY}?state=served", f"{MONTH}/people/{OTHER}", OFFICE, True),
    "person": (f"{MONTH}/person/{PERSON}", f"{MONTH}/person/{STRANGER}", OFFICE, True),
    "feedback-list": (f"{MONTH}/feedback/", "/closes/2019-01/feedback/", OFFICE | {"school"}, False),
    "feedback": (
        f"{MONTH}/feedback/{SCHOOL}",
        f"{MONTH}/feedback/916200000000000099",
        OFFICE | {"school"},
        True,
    ),
    "doubts": (f"{MONTH}/doubts/", "/closes/2019-01/doubts/", OFFICE, True),
    "doubt": (f"{MONTH}/doubts/1", f"{MONTH}/doubts/3", OFFICE, True),
    "match-doubts": ("/match/doubts/", "/match/doubts/?view=none", OFFICE, True),
    "links": (f"{MONTH}/links/?class=exact", "/closes/2019-01/links/", OFFICE, True),
    "match-batches": ("/match/", "", OFFICE | {"ministry"}, False),
    "match-batch": ("/match/202005", "/match/201901", OFFICE | {"ministry"}, False),
    "match-feedback": ("/match/feedback/", "/match/feedback/99999999", OFFICE | {"school"}, False),
    "match-exchange": ("/match/exchange", "/match/exchange?month=201901", OFFICE | {"ministry"}, False),
    "quality": ("/quality", "", OFFICE | {"ministry"}, False),
    "irregularities": (f"{MONTH}/irregularities/", "/closes/2019-01/irregularities/", OFFICE, True),
    "files": (f"{MONTH}/files/", "/closes/2019-01/files/", OFFICE | {"ministry", "school"}, False),
    "clause": ("/clauses/S19-12", "/clauses/S19-99", OFFICE | {"ministry", "school"}, False),
    "trail": ("/trail/", "", {"auditor"}, True),
    "duties": ("/duties/", "/duties/99999999", OFFICE | {"ministry", "school"}, False),
    "duties-lacking": ("/duties/lacking", "", OFFICE | {"ministry", "school"}, False),
    "households": ("/households/?region=" + COUNTY, "/households/?region=" + OTHER, OFFICE, True),
    "household-changes": (
        "/households/changes?region=" + COUNTY,
        "/households/changes?region=" + OTHER,
        OFFICE,
        True,
    ),
    "imports": ("/import/", "/import/999999999", OFFICE - {"auditor"} | {"school"}, False),
    "jobs": ("/jobs/", "/jobs/999999999", OFFICE - {"auditor"} | {"school"}, False),
    "reference": ("/reference/", "/reference/codes/nothing", OFFICE | {"ministry", "school"}, False),
    "duties-ledger": (
        "/duties/ledger",
        "/duties/ledger?rule=nothing&period=2020",
        OFFICE | {"ministry", "school"},
        False,
    ),
    "duty-inbox": ("/duties/inbox", "", OFFICE | {"ministry", "school"}, False),
    "exports": ("/exports/", "/exports/?part=nothing", OFFICE | {"ministry", "school"}, False),
    "account": ("/account", "", OFFICE | {"ministry", "school"}, False),
    "people-list": ("/people/", f"/people/?region={OTHER}", OFFICE, True),
    "my-looks": ("/account/looks", "/account/looks?after=x", OFFICE | {"ministry", "school"}, False),
    "today": ("/today", "/today?part=nothing", OFFICE | {"ministry", "school"}, False),
    "catalogue": ("/catalogue", "", OFFICE | {"ministry", "school"}, False),
    "home": ("/", "", OFFICE | {"ministry", "school"}, False),
}
MATCH = {
    "match-doubt",
    "match-decide",
    "match-send",
    "match-withdraw",
    "match-delivery",
    "match-receipt",
    "match-visit",
    "match-answer",
}  # tests/contract, tests/matching
ELSEWHERE = {"sign-in", "sign-out", "language", "download"}  # open to all, or tested on their own
ORGS = {
    "orgs",
    "org",
    "org-new",
    "user-new",
    "user-verb",
    "post-ask",
    "post-verb",
}  # tests/contract has these
OWN = {"reading", "password", "factor", "sign-in-code", "oidc", "oidc-return"}  # and tests/accounts these
VAULT = {
    "find",
    "record",
    "reveal",
    "looks",
    "split",
    "duplicates",
    "duplicate",
    "correct",
    "corrections",
    "correction-check",
    "sheet",
}  # tests/vault, tests/contract
REFERENCE = {"reference-codes", "reference-region"}  # tests/reference
HOUSEHOLDS = {
    "household",
    "leaver-confirm",
    "derived",
    "household-move",
    "moves",
    "move-answer",
}  # tests/contract, tests/households
LISTS = {
    "view-save",
    "view-drop",
    "list-columns",
    "list-search",
    "people-export",
    "households-export",
}  # tests/desk
EXPORTS = {
    "list-export",
    "export",
    "export-answer",
    "export-drop",
    "export-file",
}  # tests/contract, tests/exports
IMPORTS = {
    "job",
    "job-stop",
    "import",
    "import-template",
    "import-accept",
    "import-answer",
    "import-drop",
    "import-back",
}  # tests/contract, tests/imports
DUTIES = {"duty", "duty-hand", "duties-hand", "duty-fulfil", "duties-export"}  # tests/contract, tests/duties
ROLES = ["ministry", "province", "county", "school", "auditor"]
pytestmark = pytest.mark.django_db


def _names(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        found |= _names(pattern) if isinstance(pattern, URLResolver) else set()
        if isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def _trail() -> int:
    from qianxiao.office.audit.models import AccessLog

    return AccessLog.objects.count()


def test_every_address_is_under_contract() -> None:
    assert (
        _names(get_resolver())
        == set(ROUTES)
        | ELSEWHERE
        | ORGS
        | OWN
        | VAULT
        | HOUSEHOLDS
        | REFERENCE
        | DUTIES
        | MATCH
        | IMPORTS
        | LISTS
        | EXPORTS
        | set(parts.declared())  # each has its tests beside its app's
        | parts.opened()
    )


@pytest.mark.parametrize("name", ROUTES)
def test_anonymous_is_sent_to_sign_in(name: str) -> None:
    for address in ROUTES[name][:2]:
        if address:
            response = Client().get(address)
            assert response.status_code == 302
            assert response["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ROUTES)
def test_only_roles_with_the_right(name: str, role: str, sign_in) -> None:  # type: ignore[no-untyped-def]
    address, _outside, allowed, personal = ROUTES[name]
    before = _trail()
    response = sign_in(role).get(address)
    if role in allowed:
        assert response.status_code in (200, 302), address
        assert _trail() - before == (1 if personal else 0), (
            "one row per page that shows people, none otherwise"
        )
    else:
        assert response.status_code == 404
        assert _trail() == before, "a refusal shows nobody"


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route[1]])
def test_outside_the_scope_is_not_there(name: str, county: Client) -> None:
    outside = county.get(ROUTES[name][1])
    assert outside.status_code == 404
    nowhere = county.get("/closes/2020-05/person/NOBODY")
    strip = re.compile(
        rb'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"|\s?aria-current="page"|href="[^"]*"'
    )
    assert strip.sub(b"", outside.content) == strip.sub(b"", nowhere.content), (
        "it must look like a page that is missing"
    )


@pytest.mark.parametrize("name", ROUTES)
def test_queries_are_bounded(name: str, county: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    county.get("/account")  # the first request of a session also writes when it began
    with django_assert_max_num_queries(22):  # four of them chain the row of the access log
        county.get(ROUTES[name][0])


@pytest.mark.parametrize("name", ROUTES)
def test_no_full_number_is_shown(name: str, sign_in) -> None:  # type: ignore[no-untyped-def]
    for role in ("auditor", "school"):
        text = sign_in(role).get(ROUTES[name][0], follow=True).content.decode()
        assert FULL_ID not in text
        assert not re.search(r"99\d{4}(19|20)\d{6}", text.replace(SCHOOL, ""))


def test_answers_forbid_scripts_and_storing(county: Client) -> None:
    response = county.get(ROUTES["person"][0])
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in f"{policy};" and "unsafe" not in policy
    assert response["Cache-Control"] == "no-store"
    assert response["X-Frame-Options"] == "DENY"
    text = response.content.decode()
    assert re.findall(r"<script[^>]*>[^<]*", text) == re.findall(
        r'<script src="/assets/[\w.?=]+" defer>', text
    )
    assert text.count("<script") == 1 and " style=" not in text and not re.search(r"\son\w+=", text)


def test_trail_says_who_whose_and_which_request(county: Client) -> None:
    from qianxiao.office.audit.models import AccessLog

    response = county.get(ROUTES["person"][0])
    row = AccessLog.objects.latest("id")
    assert (row.username, row.subject, row.purpose) == ("county", PERSON, "person")
    assert row.request_id == response["X-Request-Id"] and "id_mask" in row.fields and row.people == 3


def test_trail_cannot_be_changed(county: Client) -> None:
    from django.db import DatabaseError, transaction

    from qianxiao.office.audit.models import AccessLog

    county.get(ROUTES["person"][0])
    for change in (lambda: AccessLog.objects.update(subject="x"), lambda: AccessLog.objects.all().delete()):
        with pytest.raises(DatabaseError, match=r"insert-only|permission denied"), transaction.atomic():
            change()
