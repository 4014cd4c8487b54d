"""Names the app."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.services.outreach"
    label = "outreach"
