"""Address of the access trail."""

from django.urls import path

from qianxiao.office.audit import pages

urlpatterns = [
    path("trail/", pages.trail, name="trail"),
    path("account/looks", pages.mine, name="my-looks"),
]
