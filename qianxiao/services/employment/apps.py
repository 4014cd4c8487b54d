"""Names the app."""

from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.services.employment"
    label = "employment"
