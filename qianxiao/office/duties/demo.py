"""The duties of a demo: its clock stands where a month's reconciliation has just come due."""

from datetime import timedelta

from qianxiao.office.accounts.actions import OPERATOR
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties import actions
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import rule_of
from qianxiao.office.duties.models import Clock


def demo_clock(period: int) -> None:
    """Set the clock two days past the reconciliation of a closed month (yyyymm), unless it is later already.

    Raises ImproperlyConfigured outside a demo.
    """
    rule = rule_of("monthly_reconciliation")
    day = rule.due_on(period) + timedelta(days=2) if rule else None
    if day and not Clock.objects.filter(day__gte=day).exists():
        actions.set_clock(Actor(OPERATOR), day)


def demo_duties(period: int) -> None:
    """Open, remind and raise on the clock's day: one thing is overdue and raised, others come due."""
    operator = Actor(OPERATOR)
    actions.open_duties(operator, (period, *actions.periods_about(today())))
    actions.remind_and_raise(operator)
