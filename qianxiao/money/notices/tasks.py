"""Background work of notices: each is read back once a day and ends when it was up long enough; objectors are forgotten."""

from procrastinate.contrib.django import app

from qianxiao.money.notices import actions, objections
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd


@app.periodic(cron="* * * * *")
@app.task(name="read_notices", queue="jobs", pass_context=False)
def read_notices(timestamp: int) -> None:
    """Whatever is up and was not read back today; nothing when all were."""
    actions.read_all(ymd(today()))


@app.periodic(cron="47 3 * * *")
@app.task(name="forget_objectors", queue="jobs", pass_context=False)
def forget(timestamp: int) -> None:
    """Names and telephones of objectors go when their time is over."""
    objections.forget()
