"""Background work of supervision: once a day what the rules find, and what is overdue."""

from procrastinate.contrib.django import app

from qianxiao.returns.supervision.find import find


@app.periodic(cron="29 5 * * *")
@app.task(name="supervision_find", queue="jobs", pass_context=False)
def supervision_find(timestamp: int) -> None:
    """Look once."""
    find("worker")
