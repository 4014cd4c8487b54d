"""Names the app."""

from django.apps import AppConfig


class CloseConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.returns.close"
    label = "close"
