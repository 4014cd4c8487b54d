"""Names the app."""

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.money.entitlements"
    label = "entitlements"
