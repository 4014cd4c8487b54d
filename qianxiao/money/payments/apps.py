"""Names the app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.money.payments"
    label = "payments"
