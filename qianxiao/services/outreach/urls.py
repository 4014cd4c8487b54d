"""Addresses of free services."""

from django.urls import path

from qianxiao.services.outreach import pages

urlpatterns = [
    path("outreach/", pages.services, name="services"),
    path("outreach/none", pages.unserved, name="unserved"),
    path("outreach/write", pages.service_write, name="service-write"),
    path("outreach/<int:number>/withdraw", pages.service_withdraw, name="service-withdraw"),
]
