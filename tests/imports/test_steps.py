"""Who did what with an import stays as it was written, and is seen where the import is seen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from qianxiao.ops.pgcluster import OWNER
from tests.databases import at
from tests.imports.rosters import book, lines, person, read, take
from tests.scoped import APP_ROLE

SignIn = Callable[[str], Client]
Work = Callable[[], None]


def _steps(client: str) -> list[Any]:
    """What a post's own scope shows, from the table itself: row security alone decides."""
    from qianxiao.office.accounts.models import Post
    from qianxiao.office.accounts.queries import post_held
    from qianxiao.office.accounts.scope import in_scope, scope_for

    post = post_held(Post.objects.get(user__username=client).pk)
    assert post is not None
    scope = scope_for(post.role, post.ranges, post.institutions)
    with in_scope(scope), connection.cursor() as cursor:
        cursor.execute("SELECT verb, \"by\", post, request_id <> '' FROM rosters_step ORDER BY id")
        return cursor.fetchall()


def test_every_step_names_who_at_which_post_by_which_request(
    sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    county = sign_in("county")
    address = read(county, work, book(tmp_path / "in", [person(0), person(1)]))
    line = lines(address, "new")[0]
    assert county.post(f"{address}/answer", {"line": line.pk, "answer": "leave"}).status_code == 302
    take(county, work, address)
    post = "county处 县级经办"
    told = [(verb, "county", post, True) for verb in ("brought", "answered", "accepted")]
    assert _steps("county") == told
    assert _steps("neighbour") == [] and _steps("school") == []
    other = read(
        sign_in("school"), work, book(tmp_path / "other", [["x"]], headers=["学籍号"]), register="students"
    )
    assert sign_in("school").post(f"{other}/drop").status_code == 302
    assert [verb for verb, *_who in _steps("school")] == ["brought", "dropped"]
    assert _steps("other-school") == []


@pytest.mark.parametrize("verb", ["UPDATE rosters_step SET verb = 'x'", "DELETE FROM rosters_step"])
@pytest.mark.parametrize(("role", "told"), [(APP_ROLE, "permission denied"), (OWNER, "insert-only")])
def test_nobody_rewrites_them(
    role: str, told: str, verb: str, imports_database: str, sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    """The pages' role may not, and whoever owns the table is stopped by its trigger."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    read(sign_in("county"), work, book(tmp_path / "in", [person(0)]))
    with at(imports_database, role), in_scope(whole_scope()), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match=told), transaction.atomic():
            cursor.execute(verb)
        cursor.execute("SELECT verb FROM rosters_step")
        assert cursor.fetchall() == [("brought",)]
