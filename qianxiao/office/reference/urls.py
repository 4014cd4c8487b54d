"""Addresses of the reference data."""

from django.urls import path

from qianxiao.office.reference import pages

urlpatterns = [
    path("reference/", pages.reference, name="reference"),
    path("reference/codes/<slug:table>", pages.codes, name="reference-codes"),
    path("reference/regions/<slug:code>", pages.region, name="reference-region"),
]
