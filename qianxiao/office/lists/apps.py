"""Names the app."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.office.lists"
    label = "lists"
