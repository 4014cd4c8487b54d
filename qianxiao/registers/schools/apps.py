"""Names the app."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.registers.schools"
    label = "schools"
