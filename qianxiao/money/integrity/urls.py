"""Addresses of the leads."""

from django.urls import path

from qianxiao.money.integrity import pages

urlpatterns = [
    path("findings/", pages.findings, name="findings"),
    path("findings/<int:number>", pages.finding, name="finding"),
    path("findings/<int:number>/<slug:verb>", pages.verb, name="finding-verb"),
]
