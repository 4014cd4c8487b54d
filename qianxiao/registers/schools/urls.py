"""Addresses of institutions; each is named by its public code."""

from django.urls import path

from qianxiao.registers.schools import pages

urlpatterns = [
    path("schools/", pages.schools, name="schools"),
    path("schools/<str:org_code>", pages.school, name="school"),
    path("schools/<str:org_code>/keep/<slug:what>", pages.keep, name="school-keep"),
]
