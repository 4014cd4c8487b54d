"""The duties of a demo: its clock stands where a month's reconciliation has just come due."""

from datetime import timedelta

from qianxiao.office.accounts.actions import OPERATOR
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.duties import actions
from qianxiao.office.duties.declared import rule_of
from qianxiao.office.duties.models import Clock


def demo_duties(period: int) -> None:
    """Set the clock two days past the reconciliation of a closed month (yyyymm), unless it is later already.

    Then one thing is overdue and raised, others come due; what earlier loads opened stays. Raises
    ImproperlyConfigured outside a demo.
    """
    rule = rule_of("monthly_reconciliation")
    if rule is None:
        return
    day = rule.due_on(period) + timedelta(days=2)
    operator = Actor(OPERATOR)
    if not Clock.objects.filter(day__gte=day).exists():
        actions.set_clock(operator, day)
    actions.open_duties(operator, (period, *actions.periods_about(day)))
    actions.remind_and_raise(operator)
