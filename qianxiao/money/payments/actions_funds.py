"""Verbs of funds: money that comes down the tiers, asked for by one person and approved by another."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.reference import code_table
from qianxiao.masterdata.regions.queries import below, in_force
from qianxiao.money.payments import queries_funds, rules
from qianxiao.money.payments.actions import named, reason_of, trail, ymd
from qianxiao.money.payments.models import Allotment
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope
from qianxiao.office.accounts.scoped import the_one

TIERS = ("central", "province", "prefecture", "county")


def allot(
    request: HttpRequest, giver: str, lines: Mapping[str, int], told: Mapping[str, Any]
) -> list[Allotment]:
    """Ask for money for regions (code → fen): by a document of a tier above (giver '') or out of the giver's own fund.

    told: fund, year, document, tier, sheet. A second person approves. Raises Http404, ValidationError.
    """
    actor = actor_of(request)
    actor.scope.need(Right.PAY)
    if told["fund"] not in code_table("fund") or not str(told["document"]).strip():
        raise ValidationError(_("Name the fund and the document the money comes with."))
    for region in [*lines, *([giver] if giver else [])]:
        actor.inside(region)
        if in_force(region, ymd()) is None:
            raise ValidationError(_("There is no such region."))
    if giver and giver in lines:
        raise ValidationError(_("A region does not give to itself."))
    wanted = {region: fen for region, fen in lines.items() if fen > 0}
    if not wanted:
        raise ValidationError(_("Say how much."))
    with in_scope(actor.scope) as scope, named(actor.username):
        try:
            with transaction.atomic():
                made: list[Allotment] = Allotment.objects.within(scope).bulk_create(
                    [
                        Allotment(
                            fund=told["fund"], giver=giver, region=region, amount=fen, year=told["year"],
                            document=str(told["document"]).strip()[:100], tier=told.get("tier", ""),
                            sheet=told.get("sheet", {}).get(region, {}), asked_by=actor.username, day=ymd(),
                        )
                        for region, fen in sorted(wanted.items())
                    ]
                )  # fmt: skip
        except IntegrityError as error:
            raise ValidationError(_("This document has brought money to this region already.")) from error
        trail(request, actor, f"allotment {told['document']}", [], "payments_allotted")
    return made


def decide(request: HttpRequest, number: int, agrees: bool, reason: str) -> Allotment:
    """Approve an allotment as a second person, or refuse it. Raises Http404, ValidationError when the fund has too little."""
    actor, why = actor_of(request), reason_of(reason)
    actor.scope.need(Right.PAY)
    with in_scope(actor.scope) as scope, named(actor.username, why):
        one: Allotment = the_one(Allotment.objects.within(scope), number, lock=True)
        if one.giver:
            actor.inside(one.giver)
        if one.state != "asked":
            raise ValidationError(_("This was decided already."))
        if one.asked_by == actor.username:
            raise ValidationError(_("A second person decides what you asked for."))
        with connection.cursor() as cursor:
            cursor.execute("SELECT payments_open(%s, %s)", [one.fund, one.giver or one.region])
        one.state, one.approved_by, one.reason = ("approved" if agrees else "refused"), actor.username, why
        try:
            with transaction.atomic():
                one.save(update_fields=["state", "approved_by", "reason"])
        except (IntegrityError, InternalError) as error:
            raise ValidationError(_("The fund of the giver has too little left.")) from error
        trail(request, actor, f"allotment {one.pk}", [], f"payments_allotment_{one.state}")
    return one


def sheet(request: HttpRequest, giver: str, fund: str, amount: int) -> list[dict[str, Any]]:
    """How an amount (fen) would be spread over the regions below: each factor's share, what comes of it (20-06-04).

    Raises Http404, ValidationError where there is nothing to spread over.
    """
    actor = actor_of(request)
    actor.scope.need(Right.FUNDS)
    actor.inside(giver)
    places = below(giver)
    if not places:
        raise ValidationError(_("There is no region below."))
    weights = rules.factors(ymd(), giver)
    told = queries_funds.factors(actor.scope, [code for code, _name in places], fund)
    sums = {name: sum(line[name] for line in told.values()) for name in weights}
    rows: list[dict[str, Any]] = []
    for code, name in places:
        # a factor nobody has anything of is spread evenly
        share = {
            factor: told[code][factor] / sums[factor] if sums[factor] else 1 / len(places)
            for factor in weights
        }
        part = sum(share[factor] * weight / 100 for factor, weight in weights.items())
        rows.append(
            {
                "region": code,
                "name": name,
                "told": told[code],
                "share": share,
                "part": part,
                "amount": int(amount * part),
            }
        )
    # cents that rounding leaves go to the greatest need
    rest = amount - sum(row["amount"] for row in rows)
    max(rows, key=lambda row: row["share"].get("need", 0))["amount"] += rest
    return rows
