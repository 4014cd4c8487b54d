"""The app of exports."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Exports of lists (ASVS and P7 of the scoreboard: purpose, count, second person, term)."""

    name = "qianxiao.office.exports"
    label = "exports"
