"""Names the app."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.services.evaluation"
    label = "evaluation"
