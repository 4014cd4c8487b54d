"""Names the app."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.programme.monitoring"
    label = "monitoring"
