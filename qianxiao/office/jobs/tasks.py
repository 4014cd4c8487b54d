"""The queue: one task that does a job by its number, and one that takes up what a dead worker held."""

import logging

from procrastinate import App
from procrastinate.contrib.django import app

from qianxiao.office.jobs import actions

HEARTBEAT, DEAD_AFTER = (
    5.0,
    20.0,
)  # seconds: how often a worker says that it lives, and when it is taken for dead
_log = logging.getLogger(__name__)


@app.task(name="job", queue="jobs")
def do_job(number: int) -> None:
    """Do one job; how it ended stands in its row."""
    actions.run(number)


@app.periodic(cron="* * * * *")
@app.task(name="take_up", queue="jobs", pass_context=False)
async def take_up(timestamp: int) -> None:
    """Jobs of workers that died are put into the queue again."""
    await take_up_now(app, DEAD_AFTER)


async def take_up_now(queue: App, dead_after: float) -> int:
    """Put what dead workers held into the queue again; returns how many jobs."""
    stalled = list(await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=dead_after))
    for job in stalled:
        _log.warning("the worker of job %s died: it is done again", job.task_kwargs)
        await queue.job_manager.retry_job(job)
    return len(stalled)


def defer(number: int) -> None:
    """Put a job into the queue, in the transaction of the caller."""
    do_job.defer(number=number)


async def work(wait: bool = True, dead_after: float = DEAD_AFTER) -> None:
    """Do what is in the queue, one job after the other; with `wait` for ever, until a signal."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as queue:
        async with queue.open_async():
            await take_up_now(queue, dead_after)
            await queue.run_worker_async(
                queues=["jobs"], wait=wait, listen_notify=wait, install_signal_handlers=wait,
                update_heartbeat_interval=HEARTBEAT, stalled_worker_timeout=DEAD_AFTER,
                fetch_job_polling_interval=2.0, delete_jobs="successful", shutdown_graceful_timeout=30.0,
            )  # fmt: skip
