"""Background work of the analysis: drafts of the month that ended, after the exchange with training."""

from procrastinate.contrib.django import app

from qianxiao.returns.analysis import actions, queries


@app.periodic(cron="41 4 3 * *")
@app.task(name="analysis_drafts", queue="jobs", pass_context=False)
def analysis_drafts(timestamp: int) -> None:
    """The month before this one."""
    actions.count_all(queries.last_month(), "worker")
