"""A list of commended units as pages show it, in the desk and for everybody."""

from typing import Any

from qianxiao.returns.indicators import board, definitions
from qianxiao.returns.supervision import words
from qianxiao.returns.supervision.models import Commendation


def told_of(one: Commendation) -> dict[str, Any]:
    """A list as pages show it: units with figures, and where the figures stand."""
    names = definitions.place_names([one.region, *(row["region"] for row in one.units)])
    metrics = {metric.code: metric.name for metric in board.metrics()}
    codes = (
        [condition["of"] for condition in one.rule["value"]["conditions"]] if one.rule.get("value") else []
    )
    return {
        "one": one, "names": names, "rule": definitions.said(one.rule), "columns": [metrics.get(code, code) for code in codes],
        "rows": [(row["region"], [(metrics.get(figure["of"], figure["of"]), figure, words.share(figure)) for figure in row["figures"]]) for row in one.units],
        "state": words.LISTS[one.state], "tone": words.LIST_TONES[one.state],
    }  # fmt: skip
