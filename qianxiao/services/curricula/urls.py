"""Addresses of curricula."""

from django.urls import path

from qianxiao.services.curricula import pages

ONE = "curricula/<slug:org>/<slug:major>"
urlpatterns = [
    path("curricula/", pages.curricula, name="curricula"),
    path(ONE, pages.curriculum, name="curriculum"),
    path(f"{ONE}/keep", pages.keep, name="curriculum-keep"),
]
