"""Addresses of the households. A household is named by a random number, never by the register's own."""

from django.urls import path

from qianxiao.registers.households import pages

urlpatterns = [
    path("households/", pages.households, name="households"),
    path("households/changes", pages.changes, name="household-changes"),
    path("households/<uuid:household>", pages.household, name="household"),
]
