"""Verbs of applications for items decided by the rule: begin a list, tell, bring people, take them out, send it; a person's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qianxiao.base.idno import read_id
from qianxiao.engine.rules.roster import Placed
from qianxiao.money.claims import about as what_for
from qianxiao.money.claims import applying, queries_apply, telling, words
from qianxiao.money.claims.about import About
from qianxiao.money.claims.actions import once
from qianxiao.money.claims.making import Wanted, make
from qianxiao.money.claims.models import Claim
from qianxiao.money.claims.models_apply import Roster, RosterLine
from qianxiao.money.claims.queries_apply import OnList
from qianxiao.money.claims.steps import Who, day, person_of, who_of
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import because, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.intake import Arrival
from qianxiao.registers.people.intake_known import find_or_add
from qianxiao.registers.people.models import Person
from qianxiao.services.studies.models import ACTIVE, Student

_EARLIEST = 1900
FIELDS = ("name", "id_mask", "facts")


def begin(request: HttpRequest, item: str, about: str) -> Roster:
    """An application of the own institution for an item and what it is for, with whoever stands on such a list; one for ever.

    Raises Http404 for what is not the own, ValidationError for what is not ready.
    """
    who = who_of(request)
    kind = what_for.kind_of(item)
    if kind not in queries_apply.items(who.scope):
        raise Http404
    one = what_for.about_of(who, item, about, day(), who.scope.institution)
    with transaction.atomic():
        applying.lock(item)
        found: Roster | None = queries_apply.rosters(who.scope).filter(item=item, about=about).first()
        if found is None:
            found = Roster.objects.within(who.scope).create(
                item=item, about=about, title=one.title, day=one.day, region=one.county, org_code=one.org, made_by=who.name, made_on=day(),
            )  # fmt: skip
        people = str((kind.applies or {})["people"])
        _put_on(who, found, queries_apply.on_list(who.scope, one, people))
        _decide(who, found)
        record(request, f"roster {found.pk}", 0, ("state",), "roster_begun", AccessLog.Kind.CHANGE)
    return found


def _put_on(who: Who, roster: Roster, people: Sequence[OnList], told: Mapping[str, Any] | None = None) -> int:  # fmt: skip
    """New lines for whoever is not there; answers of those that are brought again are the newer ones."""
    told = told or {}
    there = {line.record: line for line in queries_apply.lines(who.scope, roster)}
    fresh = [
        RosterLine(roster=roster, record=one.record, person_id=one.person, name=one.name, id_mask=one.id_mask, place=one.place,
                   told=told.get(one.record, {}), region=roster.region, org_code=roster.org_code)
        for one in {each.record: each for each in people}.values() if one.record not in there
    ]  # fmt: skip
    if len(there) + len(fresh) > queries_apply.MOST:
        raise ValidationError(_("A list has at most %(n)s people.") % {"n": queries_apply.MOST})
    RosterLine.objects.within(who.scope).bulk_create(fresh, batch_size=1000)
    again = [there[one.record] for one in people if one.record in there and one.record in told]
    for line in again:
        line.told = told[line.record]
    RosterLine.objects.within(who.scope).bulk_update(again, ["told"], batch_size=1000)
    return len(fresh)


def _open(who: Who, roster: Roster) -> list[RosterLine]:
    """Lines that nobody has claimed, or whose claim came to nothing."""
    rows = queries_apply.lines(who.scope, roster)
    return [
        line for line in rows if line.entitlement is None or not (line.entitlement.claimed or line.entitlement.had)
    ]  # fmt: skip


def about(who: Who, roster: Roster) -> About:
    """What a list is for. Its decisive day is that of today while it is being written, and stays once it was sent."""
    one = what_for.about_of(who, roster.item, roster.about, day(), roster.org_code)
    return replace(one, day=roster.day) if roster.claim_id else one


def _decide(who: Who, roster: Roster) -> tuple[About, list[RosterLine], list[Placed]]:
    one, open_ = about(who, roster), _open(who, roster)
    if roster.day != one.day:
        roster.day = one.day
        roster.save(update_fields=["day"])
    return one, open_, applying.decided(one, roster, open_)


def tell(request: HttpRequest, number: int, said: Mapping[str, str]) -> Roster:
    """What is asked once for the whole list; every line is decided anew. Raises Http404, ValidationError."""
    who, roster = _own(request, number)
    kind = what_for.kind_of(roster.item)
    with transaction.atomic():
        applying.lock(roster.item)
        roster.told = telling.many(kind.asked("claim"), said)
        roster.save(update_fields=["told"])
        _decide(who, roster)
        _log(request, roster, "roster_told")
    return roster


def tell_lines(request: HttpRequest, number: int, said: Mapping[str, str]) -> list[str]:
    """What is asked of each person, as `fact-line`; the good is taken, what cannot be read is said. Raises Http404."""
    who, roster = _own(request, number)
    asks = what_for.kind_of(roster.item).asked("line")
    wrong: list[str] = []
    with transaction.atomic():
        applying.lock(roster.item)
        changed = []
        for line in _open(who, roster):
            mine = {ask["fact"]: said.get(f"{ask['fact']}-{line.pk}", "") for ask in asks}
            if not any(mine.values()):
                continue
            try:
                line.told = telling.many(asks, mine)
                changed.append(line)
            except ValidationError as error:
                wrong += [f"{line.name}: {message}" for message in error.messages]
        RosterLine.objects.within(who.scope).bulk_update(changed, ["told"], batch_size=1000)
        _decide(who, roster)
        _log(request, roster, "roster_told", changed)
    return wrong


def bring(request: HttpRequest, number: int, name: str, data: bytes) -> Roster:
    """People of a file: the good rows are taken, the others given back with row and reason; again it changes nothing twice.

    Raises Http404, ValidationError for a file that cannot be read.
    """
    who, roster = _own(request, number)
    kind = what_for.kind_of(roster.item)
    if (kind.applies or {})["people"] != "file":
        raise Http404
    got = telling.read(name, data, kind.asked("line"), queries_apply.MOST)
    with transaction.atomic():
        applying.lock(roster.item)
        people, told, back = _known(request, roster, got.rows)
        _put_on(who, roster, people, told)
        roster.given_back = sorted([*got.back, *back])[: queries_apply.MOST]
        roster.save(update_fields=["given_back"])
        _decide(who, roster)
        _log(request, roster, "roster_brought", queries_apply.lines(who.scope, roster))
    return roster


def add(request: HttpRequest, number: int, said: Mapping[str, str]) -> Roster:
    """One person by name and number. Raises Http404, ValidationError."""
    who, roster = _own(request, number)
    kind = what_for.kind_of(roster.item)
    if (kind.applies or {})["people"] != "file":
        raise Http404
    told = telling.many(kind.asked("line"), said)
    row = telling.Row(1, said.get("name", ""), said.get("id_no", ""), told)
    with transaction.atomic():
        applying.lock(roster.item)
        people, answers, back = _known(request, roster, [row])
        if back:
            raise ValidationError(str(words.BACKS[back[0][2]]))
        _put_on(who, roster, people, answers)
        _decide(who, roster)
        _log(request, roster, "roster_brought", [])
    return roster


def _known(
    request: HttpRequest, roster: Roster, rows: Sequence[telling.Row]
) -> tuple[list[OnList], dict[str, Mapping[str, Any]], list[tuple[int, str, str]]]:
    """People of rows, found by number and name or written down, in sets; rows whose number is none are given back."""
    good, back, seen = list[Arrival](), list[tuple[int, str, str]](), dict[str, telling.Row]()
    for row in rows:
        read = read_id(row.id_no, _EARLIEST, localdate())
        number = read.id18 or ""
        if not row.name.strip() or read.id_class not in ("valid", "valid15"):
            back.append((row.row, row.name[:40], "number"))
        elif number in {one.id_no for one in good}:
            back.append((row.row, row.name[:40], "again"))
        else:
            seen[str(row.row)] = row
            good.append(_arrival(row, number, read.id_class, roster.region))
    actor = actor_of(request)
    with in_scope(whole_scope()) as scope, because("roster", actor.username, request):
        find_or_add(lambda: iter([good]))
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, person_id FROM people_found")
            found = dict(cursor.fetchall())
        persons = {one.pk: one for one in Person.objects.within(scope).filter(pk__in=list(found.values()))}
    back += [(row.row, row.name[:40], "name")
             for at, row in seen.items() if at not in found]  # fmt: skip
    told = {str(found[at]): row.told for at, row in seen.items() if at in found}
    people = [OnList(str(key), key, one.name, one.id_mask, one.region) for key, one in persons.items()]
    return people, told, back


def _arrival(row: telling.Row, number: str, id_class: str, region: str) -> Arrival:
    sex = ("1" if int(number[16]) % 2 else "2") if len(number) == 18 else ""
    birth = int(number[6:14]) if len(number) == 18 else None
    name = " ".join(row.name.split())
    return Arrival(str(row.row), name, sex, birth, region, id_class, number, "", "")


def drop(request: HttpRequest, number: int, records: Iterable[str]) -> int:
    """Take people out of a list that nobody has claimed for; returns how many. Raises Http404."""
    who, roster = _own(request, number)
    chosen = set(records)
    with transaction.atomic():
        applying.lock(roster.item)
        gone = [line for line in _open(who, roster) if str(line.pk) in chosen]
        RosterLine.objects.within(who.scope).filter(pk__in=[line.pk for line in gone]).delete()
        _decide(who, roster)
        _log(request, roster, "roster_dropped", gone)
    return len(gone)


def send(request: HttpRequest, number: int, key: UUID) -> Claim:
    """Ask for everything the rule says is due: decided anew, written down, claimed. Sent again it is the same claim.

    Raises Http404, ValidationError where nothing is due, OtherBody.
    """
    who, roster = _own(request, number)
    kind = what_for.kind_of(roster.item)

    def do() -> list[Claim]:
        applying.lock(roster.item)
        telling.many(kind.asked("claim"), {ask["fact"]: telling.shown(ask, roster.told.get(ask["fact"])) for ask in kind.asked("claim")})  # fmt: skip
        made = _claimed(who, roster, Wanted(roster.item, "org", roster.region, (), roster.about, roster.title, roster.org_code))  # fmt: skip
        return [made] if made else [one for one in [roster.claim] if one is not None]

    return once(who, key, {"roster": roster.pk}, do)[0]


def _claimed(who: Who, roster: Roster, wanted: Wanted) -> Claim | None:
    one, open_, results = _decide(who, roster)
    rows = applying.due_rows(one, roster, open_, results)
    ids = tuple(row.pk for row in rows)
    made = make(who, Wanted(wanted.item, wanted.kind, wanted.county, ids, wanted.about, wanted.title, wanted.org_code, wanted.person, dict(roster.told)))  # fmt: skip
    if made is not None:
        roster.claim = made
        roster.save(update_fields=["claim"])
    return made


def _own(request: HttpRequest, number: int) -> tuple[Who, Roster]:
    who = who_of(request)
    who.scope.need(Right.CLAIM)
    return who, queries_apply.roster(who.scope, number)


def _log(request: HttpRequest, roster: Roster, verb: str, lines: Iterable[RosterLine] = ()) -> None:
    whose = [str(line.person_id) for line in lines if line.person_id]
    record(request, f"roster {roster.pk}", len(whose), FIELDS, verb, AccessLog.Kind.CHANGE, whose[:100])


# a person's own


def own_roster(scope: Scope, item: str) -> tuple[About, Roster, list[RosterLine]]:
    """What the rule says of a person who asks, with the facts found: a roster of one line that is not kept.

    Raises Http404 for an item no person applies for, or somebody the register it is about does not know.
    """
    who, kind = person_of(scope), what_for.kind_of(item)
    if kind.claimant != "person":
        raise Http404
    with in_scope(whole_scope()) as whole:
        one = Student.objects.within(whole).filter(person_id=scope.person, status=ACTIVE).order_by("-enrol_month").first()  # fmt: skip
        me = Person.objects.within(whole).get(pk=scope.person)
    if one is None:
        raise Http404
    from qianxiao.services.studies.parameters import term_of

    told = what_for.about_of(who, item, term_of(day()), day(), one.org_code)
    roster = Roster(item=item, about=told.about, day=told.day, region=told.county, person_id=me.pk, made_by=who.name, made_on=day())  # fmt: skip
    line = RosterLine(roster=roster, record=one.reg_no, person_id=me.pk, name=me.name, id_mask=me.id_mask, place=me.region, region=told.county)  # fmt: skip
    return told, roster, [line]


def own_answer(scope: Scope, item: str) -> RosterLine | None:
    """The rule's answer for the person who asks, as a line that is not kept; None for somebody no register knows."""
    try:
        one, roster, lines = own_roster(scope, item)
    except Http404:
        return None
    lines[0].pk = 1
    with in_scope(whole_scope()) as whole:
        applying.put(lines[0], applying.answers(whole, one, {}, lines)[0])
    lines[0].roster = roster
    return lines[0]


def apply_own(scope: Scope, item: str, told: Mapping[str, Any]) -> Claim | None:
    """The person's application: kept, decided, claimed; None where nothing is due. In the caller's transaction."""
    who = person_of(scope)
    applying.lock(item)
    try:
        one, fresh, lines = own_roster(scope, item)
    except Http404:
        return None
    found: Roster | None = Roster.objects.within(scope).filter(item=item, about=one.about, org_code="").first()  # fmt: skip
    if found is None:
        fresh.save()
        lines[0].roster = fresh
        lines[0].save()
        found = fresh
    found.told = dict(told)
    found.save(update_fields=["told"])
    open_ = _open(who, found) if scope.person else []
    results = applying.decided(one, found, open_)
    rows = applying.due_rows(one, found, open_, results)
    if not rows:
        return None
    return make(who, Wanted(item, "person", one.county, tuple(row.pk for row in rows), one.about, "", "", UUID(scope.person), dict(told)))  # fmt: skip
