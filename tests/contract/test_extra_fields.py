"""A5: every field name of every model, sent along with every changing request, changes nothing more."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from tests.contract import parts
from tests.contract.deeds import deeds
from tests.scoped import as_owner

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
# what differs between two runs of the same deed, beside moments (`…_at`)
_VOLATILE = {"id", "at", "request_id", "factor", "factor_step", "password", "last_login", "pgh_id", "sealed", "visit",
             "pgh_context_id", "store"}  # fmt: skip
_AWAY = ("django_session", "audit_accesslog", "audit_head", "django_migrations", "regions_region")


def field_names() -> set[str]:
    """Names of all columns and relations of all models, and their form names."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            names |= {field.name, getattr(field, "attname", field.name)}
    return names


def _touched() -> dict[str, int]:
    """Rows put in, changed or taken out so far in this transaction, by table; what was undone counts on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE schemaname = 'public'"
        )
        told = dict(cursor.fetchall())
    return {table: n for table, n in told.items() if table not in _AWAY and not table.startswith("audit_")}


def _row(row: dict[str, Any]) -> str:
    own = row.get("seat") == row.get("id")
    kept = {key: value for key, value in row.items() if key not in _VOLATILE and not key.endswith("_at")}
    if "seat" in kept and own:
        kept["seat"] = "own"
    for check in kept.get("checks") or () if isinstance(kept.get("checks"), list) else ():
        check.pop("at", None)  # when the source was asked
    for name in ("pgh_context", "metadata"):
        context = kept.pop(name, None)
        if isinstance(context, dict):
            kept["why"] = context.get("reason")
    return json.dumps(kept, sort_keys=True, default=str)


def state(before: dict[str, int]) -> dict[str, list[str]]:
    """Every row of every table that was touched since, without what differs by run."""
    found = {}
    tables = sorted(table for table, n in _touched().items() if n != before.get(table, 0))
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            rows = [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor.fetchall()]
            found[table] = sorted(map(_row, rows))
    return found


@contextmanager
def _undone() -> Iterator[None]:
    """What happens inside is taken back, the numbers of new rows as well: sequences know no way back of their own."""
    stood = _sequences()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    now = _sequences()
    with as_owner() as cursor:
        for name, value in stood.items():
            if now[name] != value:
                cursor.execute("SELECT setval(%s, %s, %s)", [f'"{name}"', max(value, 1), value > 0])


def _sequences() -> dict[str, int]:
    with as_owner() as cursor:
        cursor.execute(
            "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'"
        )
        return dict(cursor.fetchall())


def after(clients: Clients, name: str, more: dict[str, str]) -> tuple[int, dict[str, list[str]]]:
    """The answer to a deed with more fields, and how everything stands then. Nothing stays behind."""
    from qianxiao.office.accounts.models import User

    with _undone():
        deed = deeds()[name]
        here = dict(clients)
        if deed.role not in here:
            here[deed.role] = Client()
        for role in (deed.role, "county", "system"):
            here[role] = Client(headers={"accept-language": "zh-CN"})
            here[role].force_login(User.objects.get(username=role))
        before = _touched()
        made = deed.before(here) if deed.before else None
        told = {**deed.data, **(made or {})}
        answer = here[deed.role].post(deed.address, {**more, **told})
        return answer.status_code, state(before)


def taken(clients: Clients, names: list[str]) -> list[str]:
    """Deeds that more fields change, with the tables."""
    more = dict.fromkeys(field_names(), "1") | {
        "granted_by": "x",
        "is_demo": "on",
        "state": "frozen",
        "by": "y",
    }
    found = []
    for name in names:
        status, plain = after(clients, name, {})
        again, crowded = after(
            clients, name, {key: value for key, value in more.items() if key not in _MEANT.get(name, ())}
        )
        if (status, plain) != (again, crowded):
            found.append(
                f"{name}: {status} {again} {sorted(t for t in {**plain, **crowded} if plain.get(t) != crowded.get(t))}"
            )
    return found


# names of models that a form asks for as well, beside those its deed sends
_MEANT = {
    "match-decide": {"note"},
    "match-withdraw": {"note"},
    "match-answer": {"note"},
    "match-receipt": {"note"},
    "match-send": {"note"},
    "people-export": {"id"},  # the rows that are ticked
    "households-export": {"id"},
    "duties-export": {"id"},
    "duty-fulfil": {"reason"},
    "org-new": {"above"},
    "move-answer": {"note"},
    "correction-check": {"note"},
    "import-accept": {"with_new", "with_changed"},
    "students-export": {"id"},
    "students-term": {"away"},
    **parts.meant(),
    "teacher-work-export": {"id"},
    "intake-decide": {"reason"},
}


def test_no_hidden_field_is_taken(clients: Clients) -> None:
    # what these leave is random each time: keys, codes, numbers, a hash over the moment, a sample; tests/studies and
    # tests/supervision compare what stands beside them
    random = {
        "learner-new",
        "student-new",
        "intake-apply",
        "teacher-prove",
        "book-sign",
        "book-return",
        "inspection-plan",
    }
    names = sorted(set(deeds()) - {"sign-out", "password", "factor"} - random)
    found = taken(clients, names)
    print(
        f"\nA5: {len(field_names())} field names sent with {len(names)} changing requests, taken {len(found)}"
    )
    assert found == []


def test_red_an_action_that_takes_what_is_sent(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.office.accounts import pages_orgs
    from qianxiao.office.accounts.models import Post

    sent: list[Any] = []
    real_form, real = pages_orgs.PostForm.__init__, pages_orgs.actions.ask_post

    def form(self: Any, agency: Any, *told: Any, **more: Any) -> None:
        sent[:] = told
        real_form(self, agency, *told, **more)

    def loose(*told: Any) -> Post:
        made = real(*told)
        Post.objects.filter(pk=made.pk).update(granted_by=sent[0].get("granted_by", ""))
        return made

    monkeypatch.setattr(pages_orgs.PostForm, "__init__", form)
    monkeypatch.setattr(pages_orgs.actions, "ask_post", loose)
    assert taken(clients, ["post-ask"]), "a post that grants itself must be found"
