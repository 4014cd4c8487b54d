"""Names the app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.doors.desk"
    label = "desk"

    def ready(self) -> None:
        """Join what the floors below may not know of each other."""
        from qianxiao.doors.desk.joined import join

        join()
