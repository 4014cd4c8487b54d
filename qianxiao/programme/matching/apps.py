"""Names the app."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.programme.matching"
    label = "matching"
