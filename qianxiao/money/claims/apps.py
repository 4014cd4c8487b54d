"""Names the app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.money.claims"
    label = "claims"

    def ready(self) -> None:
        """Hang the way of a claim into the page of what is due, and the rule into the checks."""
        from qianxiao.money.claims import applying, chain
        from qianxiao.money.claims import models_apply as _models

        del _models
        applying.join()
        chain.join()
