"""Background work of claims: lists that are over, money that arrived, checks that waited for their source."""

from procrastinate.contrib.django import app

from qianxiao.money.claims import actions_money


@app.periodic(cron="* * * * *")
@app.task(name="follow_claims", queue="jobs", pass_context=False)
def follow_claims(timestamp: int) -> None:
    """Whatever moved since the last minute; nothing when nothing did."""
    actions_money.follow_all("worker")
