"""From when on a month does not look normal: figures of policies/monitoring.yaml."""

from dataclasses import dataclass
from functools import cache

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml


@dataclass(frozen=True)
class Normal:
    """The most days absent and courses failed of a month that is preset to normal."""

    absent: int
    failed: int


@cache
def _told() -> tuple[dict[str, int], ...]:
    return tuple(read_yaml(POLICIES / "monitoring.yaml")["normal"])


def normal(month: int) -> Normal:
    """The figures of a month. Raises LookupError when there are none."""
    found = [one for one in _told() if one["valid_from"] <= month <= one["valid_to"]]
    if not found:
        raise LookupError(f"no figures of monitoring for {month}")
    return Normal(found[-1]["absent"], found[-1]["failed"])
