"""Names the app."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.registers.rosters"
    label = "rosters"
