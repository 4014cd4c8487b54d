"""Addresses of the shell."""

from django.urls import path

from qianxiao.doors.desk import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("language", pages.language, name="language"),
]
