"""Verbs about visitors: somebody asks a key school to call, the school looks the number up and says what came of it."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.base.vault import Secret, mask, normal, seal
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record, record_command
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.programme.keylists import queries
from qianxiao.programme.keylists.models import Contact, Entry
from qianxiao.programme.keylists.rules import contacts_kept, most_contacts

KEY = (
    "contact"  # a class of keys of its own: retiring those of the vault's telephones does not touch visitors
)


def ask(entry: int, name: str, phone: str) -> Contact:
    """A visitor asks the school of a published key major to call (19-04-06). Raises Http404, ValidationError."""
    rows = Entry.objects.filter(pk=entry, list__published_on__isnull=False).exclude(
        verdict=Entry.Verdict.REMOVED
    )
    found = rows.exclude(major="").first()
    if found is None:
        raise Http404
    number, said = normal("phone", phone), " ".join(name.split())
    if len(number) not in range(7, 13) or not 1 <= len(said) <= 50:
        raise ValidationError(_("Please give a name and a telephone number."))
    key = uuid4()
    with transaction.atomic(), in_scope(whole_scope()) as scope:
        today = Contact.objects.within(scope).filter(org_code=found.org_code, at__date=timezone.localdate())
        if today.count() >= most_contacts():
            raise ValidationError(_("The school has been asked very often today; please try again tomorrow."))
        version, data = seal(ring(), KEY, key, number)
        made: Contact = Contact.objects.within(scope).create(
            id=key, region=found.region, org_code=found.org_code, name=said, major=found.major, at=timezone.now(),
            phone_mask=mask("phone", number), version=version, sealed=data,
        )  # fmt: skip
    return made


def number_of(request: HttpRequest, contact: UUID) -> str:
    """The telephone number in full, after the row is in the log. Raises Http404, StoreAway."""
    scope = actor_of(request).scope
    found = queries.contacts(scope).filter(pk=contact).first()
    if found is None:
        raise Http404
    record(request, str(found.pk), 1, ("phone",), "call", AccessLog.Kind.REVEAL, [str(found.pk)])
    return Secret(KEY, found.pk, found.version, bytes(found.sealed), found.phone_mask).opened(ring())


def settle(request: HttpRequest, contact: UUID, outcome: str) -> Contact:
    """Say what came of it. Raises Http404, ValidationError."""
    actor = actor_of(request)
    said = " ".join(outcome.split())[:200]
    if len(said) < 2:
        raise ValidationError(_("Please say what came of it."))
    with transaction.atomic():
        found = queries.contacts(actor.scope).select_for_update().filter(pk=contact).first()
        if found is None:
            raise Http404
        found.answered_at, found.answered_by, found.outcome = timezone.now(), actor.username, said
        found.save(update_fields=["answered_at", "answered_by", "outcome"])
        record(
            request, str(found.pk), 1, ("name",), "contact_settled", AccessLog.Kind.CHANGE, [str(found.pk)]
        )
    return found


def forget() -> int:
    """Let visitors go whose time is over; returns how many. The worker's verb, every night."""
    with transaction.atomic(), in_scope(whole_scope()) as scope:
        old = Contact.objects.within(scope).filter(at__lt=timezone.now() - contacts_kept())
        gone: int = old.delete()[0]
        if gone:
            record_command("worker", AccessLog.Kind.CHANGE, "visitors", gone)
    return gone
