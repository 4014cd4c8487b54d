"""Names the app."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.masterdata.regions"
    label = "regions"
