"""A name searched in a list: it travels by POST into the session; the address holds a random key that opens it."""

import secrets

from django.http import Http404, HttpRequest

SEARCHED = "searched"  # session: key in the address → [list, what is searched]
KEPT = 8  # searches of one session
LONGEST = 64


def keep(request: HttpRequest, page: str, text: str) -> str:
    """Keep what is searched in a list; returns its key, '' for nothing searched."""
    said = " ".join(text.split())[:LONGEST]
    if not said:
        return ""
    kept = dict(list(request.session.get(SEARCHED, {}).items())[1 - KEPT :])
    key = secrets.token_urlsafe(6)
    request.session[SEARCHED] = {**kept, key: [page, said]}
    return key


def searched(request: HttpRequest, page: str, key: str) -> str:
    """What stands behind a key; '' without one. Raises Http404 for a key of another session or list."""
    if not key:
        return ""
    found = request.session.get(SEARCHED, {}).get(key)
    if not found or found[0] != page:
        raise Http404
    return str(found[1])
