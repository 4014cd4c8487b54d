"""Names the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.doors.portal"
    label = "portal"
