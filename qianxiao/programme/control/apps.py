"""Names the app."""

from django.apps import AppConfig


class ControlConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.programme.control"
    label = "control"
