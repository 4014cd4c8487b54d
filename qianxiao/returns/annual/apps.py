"""Names the app."""

from django.apps import AppConfig


class AnnualConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.returns.annual"
    label = "annual"
