"""Names the app."""

from django.apps import AppConfig


class CloseConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.returns.close"
    label = "close"

    def ready(self) -> None:
        """Rules are tried on the month that was loaded last."""
        from qianxiao.programme.policies.months import tells
        from qianxiao.returns.close.queries import last_folder

        tells(last_folder)
