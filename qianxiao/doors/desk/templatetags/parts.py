"""Tags of the components: states by tone, time left, charts, files of the shell, lines of an error summary."""

import hashlib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.template import Context, Engine, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianxiao.base.paths import ASSETS
from qianxiao.doors.desk import charts
from qianxiao.doors.desk.templatetags.desk import icon

register = Library()
ICONS = {"ok": "check", "wait": "dots", "bad": "warn", "info": "info", "": "dot"}


@lru_cache(maxsize=64)
def _print(path: Path, _changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


@register.simple_tag
def asset(name: str) -> str:
    """Address of a file of the shell with a print of what is in it: a browser may keep it, a new one is fetched."""
    path = ASSETS / "".join((name,))  # a template's text is a kind of string that paths refuse
    return f"{settings.STATIC_URL}{name}?v={_print(path, path.stat().st_mtime)}"


@register.simple_tag
def mark(tone: str, label: str) -> SafeString:
    """A state by tone (ok, wait, bad, info or nothing): shape, colour and word together."""
    return format_html('<span class="tag {}">{}{}</span>', tone, icon(ICONS.get(tone, "dot")), label)


@register.simple_tag
def due(last: date, today: date) -> SafeString:
    """Time left until the last day that is in time, in words; the date belongs below it."""
    left = (last - today).days
    if left < 0:
        said = ngettext("%(n)s day over", "%(n)s days over", -left) % {"n": -left}
        return format_html('<span class="due bad">{}{}</span>', icon("warn"), said)
    if left == 0:
        return format_html('<span class="due wait">{}{}</span>', icon("clock"), _("today"))
    return format_html(
        '<span class="due">{}</span>', ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    )


@register.simple_tag(takes_context=True)
def render_part(context: Context, path: str, example: dict[str, Any]) -> str:
    """A component with one example, as the catalogue shows it."""
    with context.push(**example):  # not a page of its own: what the page knows already is not asked for again
        return str(Engine.get_default().get_template(path).render(context))


@register.filter
def points(value: float) -> str:
    """Points of a percentage without their sign."""
    return f"{abs(value):.1f}"


@register.filter
def twice(value: float) -> float:
    """Percent as units of a bar."""
    return 2 * value


@register.filter
def error_lines(form: BaseForm) -> list[tuple[str, str]]:
    """Every error of a form: id of its field ('' for the whole form), text; the words are those at the field."""
    found = [("", str(text)) for text in form.non_field_errors()]
    for field in form:
        found += [(field.id_for_label, str(text)) for text in field.errors]
    return found


register.simple_tag(charts.bullet, name="bullet")
register.simple_tag(charts.share_bar, name="share_bar")
register.simple_tag(charts.spark, name="spark")
register.simple_tag(charts.trend, name="trend")
register.simple_tag(charts.tile_map, name="tile_map")
