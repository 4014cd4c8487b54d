"""Names the app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.returns.supervision"
    label = "supervision"
