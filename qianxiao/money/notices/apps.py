"""Names the app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.money.notices"
    label = "notices"
