"""Names the app."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.programme.matching"
    label = "matching"

    def ready(self) -> None:
        """Hear of records that are handed over."""
        from qianxiao.programme.matching.following import follow
        from qianxiao.registers.people.signals import kept_elsewhere

        kept_elsewhere.connect(follow, dispatch_uid="matching.follow")
