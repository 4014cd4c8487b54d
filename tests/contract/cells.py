"""The matrix role x route x method x relation, generated from the address table, and what each cell must answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.contract import parts
from tests.contract.world import (
    COUNTY,
    MOVED,
    NOWHERE,
    PERIOD,
    PLACES,
    POSTS,
    TOWN,
    VILLAGE,
    canary,
    org_of,
    row_of,
    vault_id,
)

INSTITUTIONS = {role for role, region in POSTS.items() if not region}
OFFICE = {"province", "prefecture", "county", "reviewer", "auditor"}
GROUND = OFFICE | {"finance", "relief", "township", "village"}
FIGURES = GROUND | {"ministry"}
EVERYBODY = set(POSTS)
POSTS_SEEN = OFFICE | {"ministry", "relief", "system", "security", "logs"}
DUTIES = EVERYBODY - {"system", "security", "logs"}
BRINGS = {
    "province",
    "prefecture",
    "county",
    "reviewer",
    "relief",
    "school",
    "training",
    "evaluation",
    "enterprise",
}
RELEASES = {"province", "prefecture", "reviewer", "school_head"}
# route → (roles it exists for, methods it takes); written by hand: the program's own table is what is tested
DECLARED: dict[str, tuple[set[str], str]] = {
    "home": (EVERYBODY, "GET"),
    "today": (DUTIES, "GET"),
    "catalogue": (EVERYBODY, "GET"),
    "account": (EVERYBODY, "GET POST"),
    "password": (EVERYBODY, "POST"),
    "reading": (EVERYBODY, "POST"),
    "my-looks": (EVERYBODY, "GET"),
    "sign-out": (EVERYBODY, "POST"),
    "factor": (EVERYBODY, "GET POST"),
    "clause": (EVERYBODY, "GET"),
    "closes": (FIGURES, "GET"),
    "close": (FIGURES, "GET"),
    "coverage": (FIGURES, "GET"),
    "gaps": (GROUND, "GET"),
    "people": (GROUND, "GET"),
    "person": (GROUND, "GET"),
    "feedback-list": (OFFICE | INSTITUTIONS, "GET"),
    "feedback": (OFFICE | INSTITUTIONS, "GET"),
    "doubts": (OFFICE | {"finance", "relief"}, "GET"),
    "doubt": (OFFICE | {"finance", "relief"}, "GET"),
    "match-doubts": (OFFICE | {"finance", "relief"}, "GET"),
    "match-doubt": (OFFICE | {"finance", "relief"}, "GET"),
    "match-decide": ({"county", "relief"}, "POST"),
    "match-withdraw": ({"county", "relief"}, "POST"),
    "match-send": ({"county", "relief"}, "POST"),
    "match-batches": (OFFICE | {"ministry", "relief"}, "GET"),
    "match-batch": (OFFICE | {"ministry", "relief"}, "GET"),
    "match-exchange": (OFFICE | {"ministry", "relief"}, "GET"),
    "quality": (OFFICE | {"ministry", "relief"}, "GET"),
    "match-feedback": (OFFICE | INSTITUTIONS, "GET"),
    "match-delivery": (OFFICE | INSTITUTIONS, "GET"),
    "match-receipt": (INSTITUTIONS, "POST"),
    "match-visit": ({"township", "village"}, "GET"),
    "match-answer": ({"township", "village"}, "POST"),
    "links": (OFFICE | {"finance", "relief"}, "GET"),
    "irregularities": (OFFICE | {"finance", "relief"}, "GET"),
    "files": (OFFICE | INSTITUTIONS | {"ministry", "relief"}, "GET"),
    "download": (OFFICE | INSTITUTIONS | {"relief", "ministry"}, "GET"),
    "find": (GROUND, "GET POST"),
    "people-list": (GROUND, "GET"),
    "people-export": (GROUND, "POST"),
    "view-save": (EVERYBODY, "POST"),
    "view-drop": (EVERYBODY, "POST"),
    "list-columns": (EVERYBODY, "POST"),
    "list-search": (EVERYBODY, "POST"),
    "record": (GROUND, "GET"),
    "looks": (GROUND, "GET"),
    "correct": ({"county", "relief"}, "GET POST"),
    "corrections": ({"county", "relief", "reviewer"}, "GET"),
    "correction-check": ({"county", "relief", "reviewer"}, "POST"),
    "sheet": (GROUND, "GET"),
    "households": (GROUND, "GET"),
    "households-export": (GROUND, "POST"),
    "household-changes": (GROUND, "GET"),
    "household": (GROUND, "GET"),
    "derived": (GROUND, "GET"),
    "leaver-confirm": ({"county", "relief", "township", "village"}, "POST"),
    "reference": (EVERYBODY, "GET"),
    "reference-codes": (EVERYBODY, "GET"),
    "reference-region": (EVERYBODY, "GET"),
    "household-move": ({"county", "relief"}, "POST"),
    "moves": ({"county", "relief"}, "GET"),
    "move-answer": ({"county", "relief"}, "POST"),
    "reveal": (GROUND, "POST"),
    "split": (OFFICE | {"finance", "relief"}, "POST"),
    "duplicates": (OFFICE | {"finance", "relief"}, "GET"),
    "duplicate": (OFFICE | {"finance", "relief"}, "GET POST"),
    "trail": ({"auditor", "logs"}, "GET"),
    "orgs": (POSTS_SEEN, "GET"),
    "org": (POSTS_SEEN, "GET"),
    "org-new": ({"system"}, "GET POST"),
    "user-new": ({"system"}, "GET POST"),
    "post-ask": ({"system"}, "POST"),
    "post-verb": ({"system", "security"}, "POST"),
    "user-verb": ({"security"}, "POST"),
    "duties": (DUTIES, "GET"),
    "duties-lacking": (DUTIES, "GET"),
    "duties-ledger": (DUTIES, "GET"),
    "duties-export": (DUTIES, "POST"),
    "duty-inbox": (DUTIES, "GET POST"),
    "duty": (DUTIES, "GET"),
    "duty-hand": (DUTIES - {"auditor", "school", "monitor"}, "POST"),
    "duty-fulfil": (DUTIES, "POST"),
    "duties-hand": (DUTIES - {"auditor", "school", "monitor"}, "POST"),
    "jobs": (BRINGS, "GET"),
    "job": (BRINGS, "GET"),
    "job-stop": (BRINGS, "POST"),
    "imports": (BRINGS, "GET POST"),
    "import-template": (BRINGS, "GET"),
    "import": (BRINGS, "GET"),
    "import-accept": (BRINGS, "POST"),
    "import-answer": (BRINGS, "POST"),
    "import-drop": (BRINGS, "POST"),
    "import-back": (BRINGS, "GET"),
    "exports": (DUTIES, "GET"),
    "list-export": (GROUND, "POST"),
    "export": (DUTIES, "GET"),
    "export-answer": (RELEASES, "POST"),
    "export-drop": (DUTIES, "POST"),
    "export-file": (DUTIES, "GET"),
    **parts.declared(),
}
# for everybody, signed in or not
OPEN = {"sign-in", "sign-in-code", "oidc", "oidc-return", "language"} | parts.opened()
# what a reader chose about a list: nothing without its list or of somebody else (tests/desk)
OWN_CHOICE = {"view-save", "view-drop", "list-columns", "list-search"}
BY_PLACE = {
    *OWN_CHOICE,
    "coverage",
    "gaps",
    "people",
    "person",
    "feedback",
    "doubt",
    "match-doubt",
    "match-decide",
    "match-withdraw",
    "match-delivery",
    "match-receipt",
    "match-visit",
    "match-answer",
    "download",
    "org",
    "post-ask",
    "post-verb",
    "record",
    "looks",
    "reveal",
    "split",
    "duplicate",
    "correct",
    "correction-check",
    "sheet",
    "household",
    "household-move",
    "leaver-confirm",
    "move-answer",
    "duty",
    "duty-hand",
    "duty-fulfil",
    "job",
    "job-stop",
    "import",
    "import-accept",
    "import-answer",
    "import-drop",
    "import-back",
    "export",
    "export-answer",
    "export-drop",
    "export-file",
    *parts.by_place(),
}
_SAME = re.compile(rb'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"|\s?aria-current="page"|href="[^"]*"')


@dataclass(frozen=True)
class Cell:
    """One request and what must come of it."""

    role: str
    route: str
    method: str
    relation: str
    address: str
    expected: str  # sign-in, missing, method, open
    hidden: bool = False  # exists, but outside the role's scope


def routes(resolver: URLResolver | None = None) -> dict[str, URLPattern]:
    """Every named address. Raises AssertionError on one without a name."""
    found: dict[str, URLPattern] = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found |= routes(pattern)
        else:
            assert pattern.name, f"{pattern} has no name"
            found[pattern.name] = pattern
    return found


def relations(role: str) -> dict[str, str]:
    """Relation → region asked for, from where a role's post stands."""
    region = POSTS[role] or VILLAGE
    parents = {"CN": "CN", "620000": "CN", "621100": "620000", COUNTY: "621100", TOWN: COUNTY, VILLAGE: TOWN}
    children = {
        "CN": "620000",
        "620000": "621100",
        "621100": COUNTY,
        COUNTY: TOWN,
        TOWN: VILLAGE,
        VILLAGE: VILLAGE,
    }
    return {
        "nowhere": NOWHERE,  # before whatever else is nowhere: the others are compared with it
        "own": region,
        "parent": parents[region],
        "child": children[region],
        **{name: place for name, place in PLACES.items() if name != "own"},
        "village": VILLAGE,
    }


def _root(region: str) -> str:
    return "" if region == "CN" else re.sub(r"^(\d\d)0000$|^(\d{4})00$", r"\1\2", region)


def inside(role: str, region: str) -> bool:
    """Whether a region lies in a role's; the oracle's own arithmetic."""
    return bool(POSTS[role]) and _root(region).startswith(_root(POSTS[role]))


def _rows(region: str) -> tuple[str, Any, Any, Any]:
    """The village of a place, its agency, that one's post and duty; regions above a village have no rows of their own."""
    from qianxiao.office.accounts.models import Agency, Post
    from qianxiao.office.duties.models import Duty
    from tests.scoped import all_rows

    village = region if region in PLACES.values() else NOWHERE
    agency = Agency.objects.filter(name=f"{canary(village)}办").first()
    post = Post.objects.filter(agency=agency).first() if agency else None
    duty = all_rows(Duty).filter(agency=agency).first() if agency else None
    return village, agency, post, duty


def _values(route: str, region: str, rows: tuple[str, Any, Any, Any]) -> dict[str, Any]:
    """Keyword arguments of an address about a place."""
    village, agency, post, duty = rows
    number = row_of(village) * 10 + 1 if route == "download" else row_of(village)
    return {
        "period": PERIOD,
        "region": region,
        "person_no": f"P{village}",
        "org_code": org_of(village),
        "row": number,
        "cited": "S19-12",
        "agency": agency.pk if agency else 10**9,
        "post": post.pk if post else 10**9,
        "verb": {"user-verb": "close", "move-answer": "withdraw", "correction-check": "apply"}.get(
            route, "end"
        ),
        "username": post.user.username if post else "nobody",
        "person": vault_id(village),
        "household": vault_id(village, "household"),
        "number": row_of(village),
        "kind": "leavers" if route == "derived" else "id_no",
        "table": "sex",
        "code": COUNTY,
        "duty": duty.pk if duty else 10**9,
        "register": "poor",
        "page": "people",
        **parts.values(route, village),
    }


def _visible(route: str, role: str, region: str) -> bool:
    """Whether the object behind the address exists for this role."""
    if (said := parts.visible(route, role, region)) is not None:
        return said
    if route in OWN_CHOICE or route in ("export-drop", "export-file"):
        return False  # only for whoever asked
    if route in ("export", "export-answer") and role not in RELEASES:
        return False  # what others asked for is there for second people
    if route in ("coverage", "gaps", "people"):
        if region == NOWHERE:  # whoever may see the whole nation finds an empty list there
            return route == "gaps" and POSTS[role] == "CN"
        return inside(role, region) and (route != "people" or len(_root(region)) >= 6)
    if region not in PLACES.values() or (route, role) == ("download", "ministry"):
        return False  # the files at the places name people: the ministry has forms only
    if role in INSTITUTIONS and route.startswith("duty"):
        return False  # what offices owe is no matter of a school
    if role in INSTITUTIONS:
        return region == VILLAGE
    return inside(role, region)


def cells(roles: set[str] | None = None, only: set[str] | None = None) -> Iterator[Cell]:
    """Every cell. Needs a database: addresses carry the keys of real rows."""
    known: dict[str, tuple[str, Any, Any, Any]] = {}
    for route, pattern in routes().items():
        if route in OPEN or (only and route not in only):
            continue
        allowed, methods = DECLARED[route]
        names = set(pattern.pattern.converters)
        for role in ["anonymous", *POSTS]:
            if roles and role not in roles:
                continue
            places = relations("county" if role == "anonymous" else role)
            asked: set[tuple[str, str]] = set()
            for relation, region in places.items() if route in BY_PLACE else [("own", VILLAGE)]:
                if role not in allowed and relation != "own":
                    continue  # who may not open the page is refused before anybody asks about the place
                if region not in known:
                    known[region] = _rows(region)
                values = {k: v for k, v in _values(route, region, known[region]).items() if k in names}
                address = reverse(route, kwargs=values)
                # whoever is refused is refused before the method is looked at: what the page takes is enough for them
                every = relation == "own" and (role in allowed or role == "anonymous")
                for method in ("GET", "POST", "DELETE") if every else methods.split():
                    if (method, address) in asked:
                        continue  # two relations that are one place, or nothing both times
                    asked.add((method, address))
                    seen = role != "anonymous" and (route not in BY_PLACE or _visible(route, role, region))
                    expected = _expected(role, allowed, methods, method, seen)
                    hidden = expected == "missing" and method in methods and not inside(role, region)
                    yield Cell(role, route, method, relation, address, expected, hidden)
        if "person_no" in names:
            for role in [one for one in POSTS if not roles or one in roles]:
                seen = inside(role, PLACES["abroad"])
                address = reverse(route, kwargs={"period": PERIOD, "person_no": MOVED})
                expected = _expected(role, allowed, methods, "GET", seen)
                yield Cell(role, route, "GET", "moved away", address, expected, not seen)


def _expected(role: str, allowed: set[str], methods: str, method: str, seen: bool) -> str:
    if role == "anonymous":
        return "sign-in"
    if role not in allowed:
        return "missing"
    if method not in methods.split():
        return "method"
    return "open" if seen else "missing"


def ask(client: Client, cell: Cell) -> tuple[str, bytes, int]:
    """What came of it, the body without what differs by address, the number of queries. Nothing stays behind."""
    reset_queries()  # the log forgets its beginning when it grows, and the count with it
    kept = SimpleCookie()
    kept.load({name: morsel.value for name, morsel in client.cookies.items()})
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = client.generic(cell.method, cell.address)
        body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    client.cookies = kept  # a page that signs out ends the cookie as well as the row
    place = response.headers.get("Location", "")
    if response.status_code == 302 and place.startswith("/sign-in?next="):
        said = "sign-in"
    else:
        told = {404: "missing", 405: "method", 200: "open", 302: "open", 422: "open"}
        said = told.get(response.status_code, str(response.status_code))
    return said, _SAME.sub(b"", body), len(queries)


def foreign(role: str, body: bytes) -> list[str]:
    """Canaries of places a role must not see that stand in a body."""
    text = body.decode("utf-8", "replace")
    hidden = [v for v in PLACES.values() if not (inside(role, v) or (role in INSTITUTIONS and v == VILLAGE))]
    return [village for village in hidden if canary(village) in text]
