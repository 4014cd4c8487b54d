"""Names the app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.registers.people"
    label = "people"
