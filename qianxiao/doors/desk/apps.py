"""Names the app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.doors.desk"
    label = "desk"
