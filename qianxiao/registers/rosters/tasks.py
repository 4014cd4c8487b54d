"""Background work of rosters: reading a file, taking rows in."""

from qianxiao.office.jobs.actions import Work, does
from qianxiao.registers.rosters import accepting, reading
from qianxiao.registers.rosters.actions import ACCEPT, READ


@does(READ, reading.given_up)
def read(work: Work) -> None:
    """Read, check, compare; the import is ready to be looked at, or refused with what is wrong."""
    reading.read(work)


@does(ACCEPT, accepting.given_up)
def accept(work: Work) -> None:
    """Take the chosen rows in."""
    accepting.accept(work)
