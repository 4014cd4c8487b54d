"""Names the app."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.money.archive"
    label = "archive"
