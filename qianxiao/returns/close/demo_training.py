"""Trainees and certificates of a demo: those of the closed month's registers (19-05-02, 20-05-01)."""

import tempfile
from pathlib import Path

from qianxiao.returns.close.load_registers import register
from qianxiao.returns.close.result import Result
from qianxiao.services.evaluation import actions_load as papers
from qianxiao.services.training import actions_load as trainees

_TRAINEES = (
    "SELECT * FROM clean_trainees WHERE trainee_no IS NOT NULL"
    " QUALIFY row_number() OVER (PARTITION BY trainee_no ORDER BY start, class_no) = 1 ORDER BY trainee_no"
)
_PAPERS = (
    "SELECT * FROM clean_certificates WHERE cert_no IS NOT NULL"
    " QUALIFY row_number() OVER (PARTITION BY cert_no ORDER BY issue_date, name) = 1 ORDER BY cert_no"
)


def demo_training(out: Path, period: int, province: str, region: str, by: str) -> tuple[int, int]:
    """Take them in; returns new trainees and new certificates. Nothing where the month has no such registers."""
    result = Result.open(out, period, province)
    trainees.open_months(period * 100 + 1)
    with tempfile.TemporaryDirectory() as scratch:
        place, made = Path(scratch), [0, 0]
        if result.holds("clean_trainees"):
            made[0] = trainees.take_in(lambda: register(result, place, "trainees", _TRAINEES), period, by)
        if result.holds("clean_certificates"):
            made[1] = papers.take_in(
                lambda: register(result, place, "certificates", _PAPERS), period, region, by
            )
    return made[0], made[1]
