"""Addresses of the shell."""

from django.urls import path

from qianxiao.doors.desk import pages, pages_find

urlpatterns = [
    path("", pages.home, name="home"),
    path("find", pages_find.find, name="find"),
    path("today", pages.today, name="today"),
    path("catalogue", pages.components, name="catalogue"),
    path("language", pages.language, name="language"),
]
