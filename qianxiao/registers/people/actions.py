"""Verbs of the vault: search, reveal, take for one, set apart, seal anew."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.base.crypto_ring import RingProblem
from qianxiao.base.vault import blind, seal
from qianxiao.office.accounts.scope import Scope, in_scope, scope_of, whole_scope
from qianxiao.office.audit.actions import because, post_name, record
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.audit.queries import times
from qianxiao.registers.people import queries
from qianxiao.registers.people.models import Decision, Duplicate, Person, Sealed
from qianxiao.registers.people.protection import limit, purposes
from qianxiao.registers.people.signals import kept_elsewhere

FIELDS = ("name", "id_mask", "region")
COUNTED = ("id_no", "phone", "account", "index", "chain")  # classes of keys whose values values_by_key counts


class TooMany(Exception):
    """This user has asked for too many numbers in a short time."""


class Refused(Exception):
    """The verb does not fit: no purpose, no reason, or the records stand otherwise by now."""


def find(request: HttpRequest, text: str) -> queries.Found:
    """Search in the scope of the request and write down who was shown. Raises TooMany, Http404, StoreAway.

    The number asked for is written nowhere. An unknown, a foreign and a malformed number answer alike.
    """
    scope = scope_of(request)
    minute = timezone.now() - timedelta(minutes=1)
    asked = times(request.user.pk or 0, AccessLog.Kind.SEARCH, minute, "number")
    if queries.is_number(text) and asked >= limit("lookups_per_minute"):
        raise TooMany
    found = queries.search(scope, text)
    whose = [str(person.id) for person in found.persons]
    record(request, "search", len(whose), FIELDS, found.how, AccessLog.Kind.SEARCH, whose)
    return found


def reveal(request: HttpRequest, person: UUID, kind: str, purpose: str) -> str:
    """One number of a person in scope in full, after the row is in the log. The only way out of the vault.

    Raises Http404 out of scope or without such a number, Refused without a purpose of the list, TooMany,
    StoreAway when the log cannot take the row.
    """
    scope = scope_of(request)
    found = queries.get_person(scope, person)
    sealed = queries.secrets(scope, found).get(kind)
    if sealed is None:
        raise Http404
    if purpose not in purposes():
        raise Refused
    hour = timezone.now() - timedelta(hours=1)
    if times(request.user.pk or 0, AccessLog.Kind.REVEAL, hour) >= limit("reveals_per_hour"):
        raise TooMany
    known = queries.known_as(scope, found)
    record(request, str(found.id), 1, (kind,), purpose, AccessLog.Kind.REVEAL, known)
    return sealed.opened(ring())


def _decided(request: HttpRequest, verb: str, one: Person, two: Person, reason: str) -> None:
    Decision.objects.create(
        verb=verb,
        one=one.id,
        two=two.id,
        by=request.user.get_username(),
        post=post_name(request),
        reason=reason,
        request_id=getattr(request, "request_id", ""),
    )
    whose = [str(one.id), str(two.id)]
    record(request, str(one.id), 2, FIELDS, verb, AccessLog.Kind.CHANGE, whose)


def _reason(text: str) -> str:
    said = " ".join(text.split())
    if len(said) < 2:
        raise Refused
    return said[:500]


def merge(request: HttpRequest, scope: Scope, keep: UUID, other: UUID, reason: str) -> None:
    """Take `other` for the same person as `keep`; both records stay whole, so that a split restores them.

    Both in scope. Raises Http404, Refused when one is already taken for another or the reason is empty.
    """
    said = _reason(reason)
    with transaction.atomic(), because(said, request.user.get_username(), request):
        one, two = _locked(scope, keep, other)
        if (
            one.id == two.id
            or one.same_as_id
            or two.same_as_id
            or Person.objects.within(scope).filter(same_as=two).exists()
        ):
            raise Refused
        two.same_as = one
        two.save(update_fields=["same_as"])
        low, high = sorted((one.id, two.id))
        Duplicate.objects.within(scope).filter(one=low, two=high).update(state=Duplicate.State.SAME)
        _decided(request, "merged", one, two, said)


def split(request: HttpRequest, scope: Scope, other: UUID, reason: str) -> None:
    """Undo a merge: the record stands alone again and is never proposed for the same reason. Raises Http404, Refused."""
    said = _reason(reason)
    with transaction.atomic(), because(said, request.user.get_username(), request):
        head = queries.get_person(scope, other).same_as_id
        if head is None:
            raise Refused
        one, two = _locked(scope, head, other)
        if two.same_as_id != one.id:
            raise Refused
        two.same_as = None
        two.save(update_fields=["same_as"])
        low, high = sorted((one.id, two.id))
        Duplicate.objects.within(scope).filter(one=low, two=high).update(state=Duplicate.State.APART)
        _decided(request, "split", one, two, said)


def tell_apart(request: HttpRequest, scope: Scope, number: int, reason: str) -> None:
    """Two people: the question is closed and never asked again for the same reason. Raises Http404, Refused."""
    said = _reason(reason)
    with transaction.atomic(), because(said, request.user.get_username(), request):
        asked = queries.get_duplicate(scope, number)
        taken = (
            Duplicate.objects.within(scope)
            .filter(id=number, state="open")
            .update(state=Duplicate.State.APART)
        )
        if not taken:
            raise Refused
        _decided(request, "apart", asked.one, asked.two, said)


def keep_at(scope: Scope, places: dict[UUID, str], handed: bool) -> None:
    """Keep persons at other places from now on; everything of theirs follows. Both places have to be in scope.

    handed: the register no longer decides. Called inside the caller's transaction and context.
    """
    rows = Person.objects.within(scope).select_for_update().filter(id__in=places).order_by("id")
    for place in sorted(set(places.values())):
        ids = [person.id for person in rows if places[person.id] == place]
        Person.objects.within(scope).filter(id__in=ids).update(region=place, handed=handed)
        Duplicate.objects.within(scope).filter(one__in=ids).update(region_one=place)
        Duplicate.objects.within(scope).filter(two__in=ids).update(region_two=place)
    kept_elsewhere.send(sender=Person, scope=scope, places=places)


def _locked(scope: Scope, one: UUID, two: UUID) -> tuple[Person, Person]:
    """Both records in scope, locked in one order so that two officers cannot wait for each other."""
    for each in (one, two):
        queries.get_person(scope, each)
    rows = Person.objects.within(scope).select_for_update().filter(id__in=[one, two]).order_by("id")
    held = {person.id: person for person in rows}
    return held[one], held[two]


def reseal(batch: int, by: str) -> int:
    """Seal one batch of numbers under the newest keys and index them anew; returns how many, 0 when all are done.

    Resumable: what is committed is done. Runs beside readers and other runs of itself. Raises RingProblem, Tampered.
    """
    keys = ring()
    newest = {kind: keys.active(kind) for kind in ("id_no", "phone", "account")}
    indexed = keys.active("index")
    with in_scope(whole_scope()) as scope, because("keys reseal", by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM people_sealed WHERE (kind = 'id_no' AND version <> %s) OR (kind = 'phone' AND version <> %s)"
            " OR (kind = 'account' AND version <> %s) OR index_version <> %s ORDER BY id LIMIT %s"
            " FOR UPDATE SKIP LOCKED",
            [*newest.values(), indexed, batch],
        )
        taken = [row[0] for row in cursor.fetchall()]
        # read before the COPY begins: one connection does one thing at a time
        rows = list(Sealed.objects.within(scope).filter(id__in=taken).select_related("person"))
        cursor.execute(
            "CREATE TEMP TABLE people_anew (id bigint, version smallint, sealed bytea, index bytea) ON COMMIT DROP"
        )
        with cursor.copy("COPY people_anew FROM STDIN") as copy:
            for row in rows:
                plain = queries.secret(row, row.person).opened(keys)
                version, data = seal(keys, row.kind, row.person_id, plain)
                copy.write_row((row.id, version, data, blind(keys, row.kind, plain)))
        cursor.execute(
            "UPDATE people_sealed s SET version = n.version, sealed = n.sealed, index = n.index, index_version = %s"
            " FROM people_anew n WHERE n.id = s.id",
            [indexed],
        )
        done = int(cursor.rowcount)
        cursor.execute("DROP TABLE people_anew")
        return done


def retire(purpose: str, version: int) -> None:
    """Destroy an old key nothing is sealed with any more. Raises RingProblem while something is, or may be."""
    if purpose not in COUNTED:
        raise RingProblem(
            f"{purpose} 的旧密钥须保留。/ Old keys of {purpose} are kept: what they sealed is not counted here."
        )
    with in_scope(whole_scope()) as scope:
        left = queries.values_by_key(scope).get((purpose, version), 0)
    if left:
        raise RingProblem(
            f"还有 {left:,} 个值使用密钥 {purpose} {version}。/ {left:,} values still need the key {purpose} {version}."
        )
    ring().destroy(purpose, version)


def standing() -> str:
    """What to say when a verb is refused."""
    return _("The records stand otherwise by now, or the reason is missing.")
