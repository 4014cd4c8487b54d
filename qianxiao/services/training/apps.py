"""Names the app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.services.training"
    label = "training"
