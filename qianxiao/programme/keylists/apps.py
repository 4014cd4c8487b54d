"""Names the app."""

from django.apps import AppConfig


class KeylistsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.programme.keylists"
    label = "keylists"
