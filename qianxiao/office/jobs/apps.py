"""The app of background jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background jobs (X-08: progress, leaving the page, cancelling)."""

    name = "qianxiao.office.jobs"
    label = "jobs"
