"""Background work of the key lists: visitors are forgotten."""

from procrastinate.contrib.django import app

from qianxiao.programme.keylists import contacts


@app.periodic(cron="41 3 * * *")
@app.task(name="forget_visitors", queue="jobs", pass_context=False)
def forget(timestamp: int) -> None:
    """Names and telephones of visitors go when their time is over."""
    contacts.forget()
