"""Background work of exports: making a file, letting old ones go."""

from procrastinate.contrib.django import app

from qianxiao.office.exports import actions, making
from qianxiao.office.jobs.actions import Work, does


@does(actions.KIND, making.given_up)
def make(work: Work) -> None:
    """Make the file, or say why there is none."""
    making.make(work)


@app.periodic(cron="23 * * * *")
@app.task(name="lapse_exports", queue="jobs", pass_context=False)
def lapse(timestamp: int) -> None:
    """Files whose time is over go away."""
    actions.lapse()
