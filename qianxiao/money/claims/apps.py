"""Names the app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.money.claims"
    label = "claims"

    def ready(self) -> None:
        """Hang the way of a claim into the page of what is due."""
        from qianxiao.money.claims.chain import join

        join()
