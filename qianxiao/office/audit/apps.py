"""Names the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.office.audit"
    label = "audit"
