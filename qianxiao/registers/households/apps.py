"""Names the app."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.registers.households"
    label = "households"
