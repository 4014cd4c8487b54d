"""Names the app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.office.duties"
    label = "duties"
