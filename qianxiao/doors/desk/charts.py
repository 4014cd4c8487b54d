"""Small charts as inline SVG: geometry in attributes, so that no inline style is needed; readable without script."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDE = 200  # units of a bar's full length
# points behind or ahead of schedule → tone; the bounds are those of the colour scale of the design, not of a policy
SCALE = ((-10.0, "far-behind"), (-3.0, "behind"), (3.0, "level"), (10.0, "ahead"))


def percent(part: float, whole: float) -> float:
    """A share in percent, 0 of nothing, 100 at most."""
    return min(100.0, max(0.0, 100 * part / whole)) if whole else 0.0


def bullet(value: float, goal: float, schedule: float | None, label: str) -> SafeString:
    """Value against goal as a bar; the tick is where today should be, in percent. The label is the sentence read out."""
    share = percent(value, goal)
    said = _("%(label)s: %(share)s%%") % {"label": label, "share": f"{share:.1f}"}
    tick = SafeString("")
    if schedule is not None:
        said += _(", schedule %(share)s%%") % {"share": f"{schedule:.1f}"}
        x = f"{schedule * WIDE / 100:.1f}"
        tick = format_html('<path class="tick" d="M{} 0V14"/>', x)
    slow = schedule is not None and share < schedule
    return format_html(
        '<svg class="bul" viewBox="0 0 200 14" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="f-none" y="3" width="200" height="8"/><rect class="f-{}" y="3" width="{}" height="8"/>{}</svg>',
        said,
        "slow" if slow else "done",
        f"{share * WIDE / 100:.1f}",
        tick,
    )


def share_bar(value: float, whole: float, label: str) -> SafeString:
    """One step of a funnel."""
    width = f"{percent(value, whole) * WIDE / 100:.1f}"
    return format_html(
        '<svg viewBox="0 0 200 18" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="f-none" width="200" height="18"/><rect class="f-done" width="{}" height="18"/></svg>',
        label,
        width,
    )


def _points(values: Sequence[float], top: float, width: float, height: float, left: float = 0) -> str:
    step = width / max(1, len(values) - 1)
    return " ".join(
        f"{left + at * step:.1f},{height - height * value / top:.1f}" for at, value in enumerate(values)
    )


def spark(values: Sequence[float], label: str) -> SafeString:
    """A line of a few months, from zero."""
    top = max([*values, 1])
    return format_html(
        '<svg class="spark chart" viewBox="0 -2 96 26" role="img" aria-label="{}"><polyline class="line" points="{}"/></svg>',
        label,
        _points(values, top, 96, 22),
    )


def trend(names: Sequence[str], values: Sequence[float], plan: Sequence[float], label: str) -> SafeString:
    """What came about month by month against the plan, from zero; the numbers belong into a table beside it."""
    top = max([*values, *plan, 1])
    step = 520 / max(1, len(names) - 1)
    marks = format_html_join(
        "",
        '<text x="{}" y="182" text-anchor="middle">{}</text>',
        ((f"{40 + at * step:.0f}", name) for at, name in enumerate(names)),
    )
    return format_html(
        '<svg class="chart" viewBox="0 -14 600 204" role="img" aria-label="{}"><path class="axis" d="M40 160H560"/>'
        '<text x="0" y="4">{}</text><text x="0" y="164">0</text><polyline class="plan" points="{}"/>'
        '<polyline class="line" points="{}"/>{}</svg>',
        label,
        f"{top:,.0f}",
        _points(plan, top, 520, 160, 40),
        _points(values, top, 520, 160, 40),
        marks,
    )


def tone_of(ahead: float) -> str:
    """Tone of so many points ahead of schedule."""
    return next((tone for bound, tone in SCALE if ahead <= bound), "far-ahead")


def tile_map(tiles: Sequence[dict[str, Any]], label: str) -> SafeString:
    """Regions as equal tiles: column, row, name, value, ahead (points), href; without ahead it is outside the programme.

    Links come in reading order and their names begin with the text that is seen.
    """
    ordered = sorted(tiles, key=lambda tile: (tile["row"], tile["column"]))
    wide = 84 * (1 + max((tile["column"] for tile in ordered), default=0))
    high = 64 * (1 + max((tile["row"] for tile in ordered), default=0))
    return format_html(
        '<svg class="chart tiles" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>',
        wide,
        high,
        label,
        SafeString("".join(_tile(tile) for tile in ordered)),
    )


def _tile(tile: dict[str, Any]) -> SafeString:
    x, y, ahead = tile["column"] * 84, tile["row"] * 64, tile.get("ahead")
    words = format_html('<text class="em" x="{}" y="{}">{}</text>', x + 8, y + 24, tile["name"])
    if ahead is None:
        return format_html('<g><rect class="off" x="{}" y="{}" width="80" height="60"/>{}</g>', x, y, words)
    tone = tone_of(ahead)
    mark = {"far-behind": "▼▼", "behind": "▼"}.get(tone, "")
    return format_html(
        '<a href="{}" class="{}" aria-label="{} {} {}"><rect class="t-{}" x="{}" y="{}" width="80" height="60"/>{}'
        '<text x="{}" y="{}">{} {}</text></a>',
        tile["href"],
        "inv" if tone in ("far-behind", "far-ahead") else "",
        tile["name"],
        tile["value"],
        mark,
        tone,
        x,
        y,
        words,
        x + 8,
        y + 48,
        tile["value"],
        mark,
    )
