"""Names the app."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.returns.analysis"
    label = "analysis"
