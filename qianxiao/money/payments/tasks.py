"""Background work of payments: a released batch is sent; what workers left behind is looked after."""

from qianxiao.money.payments import sending
from qianxiao.money.payments.bank import bank
from qianxiao.office.jobs.actions import Work, does


def _ended(_work: Work, _state: str) -> None:
    """Nothing to put in order: what was sent stands in the batch, whatever became of the job."""


@does("payments.send", _ended)
def send(work: Work) -> None:
    """Send what is released. Done again after a death it sends nothing twice: the batch says how far it was."""
    found = bank(sending.seconds())
    if found is not None:
        sending.send_released(found)
        sending.ask_all(found)
