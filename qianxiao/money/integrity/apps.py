"""Names the app."""

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.money.integrity"
    label = "integrity"
