"""Names the app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.money.payments"
    label = "payments"

    def ready(self) -> None:
        """Whoever signs in has just given the password."""
        from qianxiao.money.payments.sure import join

        join()
