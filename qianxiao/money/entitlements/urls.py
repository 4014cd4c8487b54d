"""Addresses of what people are due."""

from django.urls import path

from qianxiao.money.entitlements import pages

urlpatterns = [
    path("entitlements/", pages.entitlements, name="entitlements"),
    path("entitlements/<int:number>", pages.entitlement, name="entitlement"),
]
