"""Names the app."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """See the package docstring."""

    name = "qianxiao.services.courses"
    label = "courses"
