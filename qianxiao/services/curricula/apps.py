"""Names the app."""

from django.apps import AppConfig


class CurriculaConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.services.curricula"
    label = "curricula"
