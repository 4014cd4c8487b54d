"""Names the app."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.programme.policies"
    label = "policies"
