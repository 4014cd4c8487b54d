"""Who is this? One person by ID number and name, wherever the record is kept; somebody new is written down (X-06).

Schools, training institutions and bodies name people whose records lie with other counties. They learn whether number
and name belong together, and nothing else of what is kept.
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qianxiao.base.fold import fold
from qianxiao.base.idno import IdNo, read_id
from qianxiao.base.vault import blind, mask, normal, seal
from qianxiao.masterdata.regions.queries import in_force
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import because
from qianxiao.office.audit.keys import ring
from qianxiao.registers.people.intake import USABLE
from qianxiao.registers.people.models import Person, Sealed
from qianxiao.registers.people.readings import reading

_EARLIEST = 1900


def known(actor: Actor, name: str, id_no: str, region: str, phone: str = "") -> Person:
    """The person of a number and a name; a new one kept at `region` when nobody holds the number.

    region: the home, a county or a place below one; used only for somebody new. Call inside the transaction of the
    verb that needs the person. Raises ValidationError for a number that is none, a number of somebody of another
    name, a place that is none.
    """
    said, read, number = fold(name), _read(id_no), normal("id_no", id_no)
    if not said or read.id_class not in USABLE:
        raise ValidationError(_("Please give the name and an ID number without mistakes."))
    keys = ring()
    index = blind(keys, "id_no", number)
    with in_scope(whole_scope()) as scope:
        # two counters may name the same new person at the same moment
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('people.known'), hashtext(%s))", [index.hex()]
            )
        held = Sealed.objects.within(scope).filter(kind="id_no", index=index, contested=False)
        found = held.select_related("person", "person__same_as").first()
        if found is not None:
            if fold(found.person.name) != said:
                raise ValidationError(
                    _("This ID number belongs to somebody of another name; please look at the document.")
                )
            person: Person = found.person.same_as or found.person
            return person
        return _written(actor, scope, " ".join(name.split()), number, region, phone)


def _read(number: str) -> IdNo:
    return read_id(number, _EARLIEST, localdate())


def _written(actor: Actor, scope: Scope, name: str, number: str, region: str, phone: str) -> Person:
    """Somebody nobody knew, with number and telephone sealed."""
    if in_force(region) is None:
        raise ValidationError(_("Please name a county or village of today by its code."))
    keys = ring()
    numbers = {"id_no": number, "phone": normal("phone", phone) if phone else ""}
    pinyin, initials = reading(name)
    read = _read(number)
    born = int(number[6:14])
    with because("known", actor.username):
        person: Person = Person.objects.within(scope).create(
            name=name, pinyin=pinyin, initials=initials, sex="1" if int(number[16]) % 2 else "2", birth=born, region=region,
            registered=False, id_class=read.id_class, id_mask=mask("id_no", number),
            phone_mask=mask("phone", numbers["phone"]) if numbers["phone"] else "",
        )  # fmt: skip
        for kind, text in numbers.items():
            if text:
                version, data = seal(keys, kind, person.id, text)
                Sealed.objects.within(scope).create(
                    person=person, kind=kind, version=version, sealed=data, index=blind(keys, kind, text),
                    index_version=keys.active("index"),
                )  # fmt: skip
    return person
