"""Icons and states as safe HTML, for cells that are made in Python; the templates' tags are these."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

ICONS = {"ok": "check", "wait": "dots", "bad": "warn", "info": "info", "": "dot"}


def icon(name: str) -> SafeString:
    """A symbol of the sprite; decoration only, the word stands beside it."""
    return format_html(
        '<svg class="i" aria-hidden="true" viewBox="0 0 24 24"><use href="/assets/icons.svg#{}"/></svg>', name
    )


def mark(tone: str, label: str) -> SafeString:
    """A state by tone (ok, wait, bad, info or nothing): shape, colour and word together."""
    return format_html('<span class="tag {}">{}{}</span>', tone, icon(ICONS.get(tone, "dot")), label)
