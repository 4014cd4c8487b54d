"""Names the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.office.accounts"
    label = "accounts"
