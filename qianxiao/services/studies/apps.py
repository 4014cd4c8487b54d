"""Names the app."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.services.studies"
    label = "studies"
