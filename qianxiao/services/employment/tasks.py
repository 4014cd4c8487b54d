"""Background work of the platform: the monthly exchange with training, on the second day of the next month."""

from procrastinate.contrib.django import app

from qianxiao.office.duties.clock import today
from qianxiao.services.employment import actions_cycle


@app.periodic(cron="17 4 2 * *")
@app.task(name="employment_cycle", queue="jobs", pass_context=False)
def employment_cycle(timestamp: int) -> None:
    """The month before this one."""
    day = today()
    actions_cycle.cycle(day.year * 100 + day.month - (1 if day.month > 1 else 89), "worker")
