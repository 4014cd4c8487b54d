"""Names the app."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.office.reference"
    label = "reference"
