"""Addresses of the monthly monitoring and its cases."""

from django.urls import path

from qianxiao.programme.monitoring import pages, pages_cases

urlpatterns = [
    path("monitoring/", pages.monitoring, name="monitoring"),
    path("monitoring/open", pages.open_month, name="monitoring-open"),
    path("monitoring/facts", pages.facts, name="monitoring-facts"),
    path("monitoring/hand", pages.hand, name="monitoring-hand"),
    path("monitoring/cases/", pages_cases.cases, name="monitoring-cases"),
    path("monitoring/cases/<int:number>", pages_cases.case, name="monitoring-case"),
    path("monitoring/cases/<int:number>/<slug:verb>", pages_cases.verb, name="monitoring-case-verb"),
]
