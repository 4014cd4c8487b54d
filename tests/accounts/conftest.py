"""The country of canaries, seen by administrators and by those they give posts to."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.contract.conftest import canaries, clients, cookies, own_database, pytest_configure

__all__ = ["actor", "canaries", "clients", "cookies", "fresh", "own_database", "pytest_configure"]
PASSWORD = "correct-horse-battery-2020"


@pytest.fixture
def actor(clients: dict[str, Client]) -> Callable[[str], object]:
    """The actor a request of a user would have, for calling an action directly."""
    from qianxiao.office.accounts.models import User
    from qianxiao.office.accounts.queries import Actor, posts_of
    from qianxiao.office.accounts.scope import NOTHING, scope_for

    def made(username: str) -> Actor:
        user = User.objects.get(username=username)
        posts = posts_of(user)
        scope = scope_for(posts[0].role, posts[0].ranges, posts[0].institutions) if posts else NOTHING
        return Actor(username, posts[0] if posts else None, scope, "r" * 32, user)

    return made


@pytest.fixture
def fresh(clients: dict[str, Client]) -> Callable[[str], Client]:
    """A new account with a password, made through the page of the system administrator, and its client."""

    def made(username: str) -> Client:
        answer = clients["system"].post(
            "/orgs/users/new", {"username": username, "full_name": "新来的人", "password": PASSWORD}
        )
        assert answer.status_code == 302, answer.content.decode()
        client = Client(headers={"accept-language": "zh-CN"})
        assert client.post("/sign-in", {"username": username, "password": PASSWORD}).status_code == 302
        return client

    return made
