"""The lines of an application decided by the rule of the item, and what is due written down as entitlements.

Nothing is decided here: facts go into `engine.rules` and come back as verdict, amount and one bit per condition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from qianxiao.engine.rules.answer import Answer, Told
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.model import Exclusion
from qianxiao.engine.rules.roster import Case, Placed, placed
from qianxiao.money.claims import about as what_for
from qianxiao.money.claims import facts, flow
from qianxiao.money.claims.about import About
from qianxiao.money.claims.checking import ANEW
from qianxiao.money.claims.models import Claim, ClaimLine
from qianxiao.money.claims.models_apply import Roster, RosterLine
from qianxiao.money.claims.steps import Who, day
from qianxiao.money.entitlements.models import Entitlement
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.services.studies.parameters import school_year, term_of

LIVE = ("due", "paid", "part", "missing", "returned", "over")


def decided(one: About, roster: Roster, lines: Sequence[RosterLine]) -> list[Placed]:
    """Lines decided and written back, those that come first where places or money end. In a transaction under a lock."""
    with in_scope(whole_scope()) as scope:
        result = answers(scope, one, roster.told, lines)
        by_key = {str(line.pk): line for line in lines}
        for said in result:
            put(by_key[said.case.key], said)
        RosterLine.objects.within(scope).bulk_update(
            list(lines), ["facts", "verdict", "amount", "met", "unmet", "missing", "why", "stop"], batch_size=1000
        )  # fmt: skip
    return result


def answers(scope: Scope, one: About, told: Mapping[str, Fact], lines: Sequence[RosterLine]) -> list[Placed]:
    """What the rule says of each line, with places and money that others have taken already counted."""
    file = what_for.file_of(one.item)
    asked = [facts.Asked(line.record, line.person_id, line.entitlement_id) for line in lines]
    held = facts.found(one, asked) if asked else []
    also = _also(scope, one, lines)
    cases = [
        Case(str(line.pk), one.county, one.day, Told({**_rule_facts(one, told, line.told), **know}), also.get(line.person_id, ()))
        for line, know in zip(lines, held, strict=True)
    ]  # fmt: skip
    return placed(file, cases, one.county, one.day, _taken(scope, one, lines))


def _rule_facts(one: About, *told: Mapping[str, Fact]) -> dict[str, Fact]:
    """What was told and the rule asks for; notes stay beside."""
    fields = what_for.file_of(one.item).fields
    return {name: value for part in told for name, value in part.items() if name in fields}


def _also(scope: Scope, one: About, lines: Sequence[RosterLine]) -> dict[Any, tuple[str, ...]]:
    """Person → items due or paid in the same term, month or year: what may stand against it (compatibility.yaml)."""
    term = term_of(one.day)
    first = school_year(term)
    same = {f"{first}A", f"{first + 1}S"} if len(one.instalment) == 4 else {one.instalment, term}
    people = [line.person_id for line in lines if line.person_id]
    rows = Entitlement.objects.within(scope).filter(
        person__in=people, verdict="due", state__in=LIVE, instalment__in=[name for name in same if name]
    )
    found: dict[Any, tuple[str, ...]] = {}
    for person, item in rows.exclude(item=one.item).values_list("person_id", "item"):
        found[person] = (*found.get(person, ()), item)
    return found


def _taken(scope: Scope, one: About, lines: Sequence[RosterLine]) -> tuple[int, int]:
    """Places and fen that others have of the same year already: of a school's own fund, or of the province's places."""
    ranking = what_for.file_of(one.item).ranking
    if ranking is None:
        return 0, 0
    rows = Entitlement.objects.within(scope).filter(item=one.item, instalment=one.instalment)
    rows = rows.filter(org_code=one.org) if ranking.fund else rows.filter(county__startswith=one.county[:2])
    own = [line.entitlement_id for line in lines if line.entitlement_id]
    sums = [row.had + row.under_way for row in rows.exclude(pk__in=own)]
    return sum(fen > 0 for fen in sums), sum(sums)


def put(line: RosterLine, said: Placed) -> None:
    """Write an answer into its line."""
    found, struck = said.answer.decision, said.answer.stop
    line.facts = dict(said.case.told.facts)
    line.verdict, line.amount = said.answer.verdict, said.amount
    line.met, line.unmet, line.missing = (found.met, found.unmet, found.missing) if found else (0, 0, 0)
    line.why = said.why
    line.stop = f"excluded:{struck.item}" if isinstance(struck, Exclusion) else ""


def due_rows(
    one: About, roster: Roster, lines: Sequence[RosterLine], results: Sequence[Placed]
) -> list[Entitlement]:
    """Entitlements of the lines that are paid: made, or brought up to the decision while nobody claims them.

    A row that somebody else has by now is left out, and its line says so. Under the item's lock.
    """
    by_key = {str(line.pk): line for line in lines}
    wins = {by_key[said.case.key].record: said for said in results if said.amount > 0}
    with in_scope(whole_scope()) as scope:
        rows = Entitlement.objects.within(scope).filter(
            item=one.item, register=what_for.kind_of(one.item).register, instalment=one.instalment, rec_id__in=list(wins)
        )  # fmt: skip
        there = {row.rec_id: row for row in rows.select_for_update()}
        made, changed = list[Entitlement](), list[Entitlement]()
        for record, said in wins.items():
            line, row = by_key[said.case.key], there.get(record)
            if row is not None and (row.had or row.claimed):
                line.why = "taken" if row.org_code != one.org else "twice"
                continue
            new = row or Entitlement(
                item=one.item, person_id=line.person_id, register=what_for.kind_of(one.item).register,
                rec_id=record, instalment=one.instalment, first_period=one.today // 100, last_period=0,
            )  # fmt: skip
            _fill(new, one, line, said.answer)
            (changed if row else made).append(new)
        Entitlement.objects.within(scope).bulk_create(made, batch_size=1000)
        Entitlement.objects.within(scope).bulk_update(changed, _FILLED, batch_size=1000)
        found = {row.rec_id: row for row in (*made, *changed)}
        for line in lines:
            if line.record in found:
                line.entitlement = found[line.record]
        RosterLine.objects.within(scope).bulk_update(list(lines), ["entitlement", "why"], batch_size=1000)
    return list(found.values())


_FILLED = [
    "number", "name", "id_mask", "region", "county", "org_code", "month", "decisive_date", "amount", "verdict", "state", "rule_id",
    "rule_version", "met", "unmet", "missing", "clause", "payee_kind", "fund", "changed_period",
]  # fmt: skip


def _fill(row: Entitlement, one: About, line: RosterLine, said: Answer) -> None:
    """A row as the decision has it. last_period stays 0: no close knows it, none makes it go."""
    rule, found = said.rule, said.decision
    if rule is None or found is None:
        raise ValueError("only what is due becomes a row")
    row.name, row.id_mask, row.region, row.county = (
        line.name,
        line.id_mask,
        line.place or one.county,
        one.county,
    )
    row.org_code, row.month, row.decisive_date = one.org, one.day // 100, one.day
    row.amount, row.verdict, row.state = said.amount, "due", "due"
    row.rule_id, row.rule_version = rule.id, str(rule.version)
    row.met, row.unmet, row.missing = found.met, found.unmet, found.missing
    row.clause, row.payee_kind, row.fund = rule.amount.cite, rule.payee, rule.fund
    row.changed_period = one.today // 100


def lock(item: str) -> None:
    """Whoever decides about one item waits here: places, money and months are counted once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claims.apply'), hashtext(%s))", [item])


def anew(scope: Scope, claim: Claim, lines: list[ClaimLine]) -> list[int]:
    """Lines of a claim that the rule, asked again with today's facts, does not give what they ask for."""
    kind = flow.flows().get(claim.item)
    if kind is None or kind.applies is None:
        return []
    rows = RosterLine.objects.within(scope).filter(entitlement__in=[line.entitlement_id for line in lines])
    told = {row.entitlement_id: row for row in rows.select_related("roster").order_by("id")}
    bad = [line.pk for line in lines if line.entitlement_id not in told]
    for roster in {row.roster_id: row.roster for row in told.values()}.values():
        own = [row for row in told.values() if row.roster_id == roster.pk]
        org = roster.org_code or _school(scope, own)
        one = replace(
            what_for.about_of(Who(scope, ""), roster.item, roster.about, day(), org), day=roster.day
        )
        said = {placed.case.key: placed.answer for placed in answers(scope, one, roster.told, own)}
        due = {row.entitlement_id: said[str(row.pk)].amount for row in own}
        bad += [
            line.pk for line in lines if line.entitlement_id in due and due[line.entitlement_id] < line.amount
        ]
    return bad


def _school(scope: Scope, lines: Sequence[RosterLine]) -> str:
    """The school of a person who asked alone."""
    from qianxiao.services.studies.models import Student

    found = Student.objects.within(scope).filter(reg_no__in=[line.record for line in lines])
    return str(found.values_list("org_code", flat=True).first() or "")


def join() -> None:
    """Called once the apps are there."""
    if anew not in ANEW:
        ANEW.append(anew)
