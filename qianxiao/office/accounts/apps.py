"""Names the app; after a migration the pages' database role gets its rights."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.office.accounts"
    label = "accounts"

    def ready(self) -> None:
        from qianxiao.office.accounts.guard import grant_app_role

        post_migrate.connect(grant_app_role, dispatch_uid="accounts.grant_app_role")
