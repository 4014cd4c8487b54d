"""Addresses of sign-in and account."""

from django.urls import path

from qianxiao.office.accounts import pages

urlpatterns = [
    path("sign-in", pages.sign_in, name="sign-in"),
    path("sign-out", pages.sign_out, name="sign-out"),
    path("account", pages.account, name="account"),
]
