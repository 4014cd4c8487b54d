"""Addresses of the vault. A person is named by the vault's own random number, never by an ID number."""

from django.urls import path

from qianxiao.registers.people import pages

urlpatterns = [
    path("people/", pages.search, name="find"),
    path("people/duplicates/", pages.duplicates, name="duplicates"),
    path("people/duplicates/<int:number>", pages.duplicate, name="duplicate"),
    path("people/<uuid:person>", pages.record_page, name="record"),
    path("people/<uuid:person>/looks", pages.looks, name="looks"),
    path("people/<uuid:person>/split", pages.split, name="split"),
    path("people/<uuid:person>/reveal/<slug:kind>", pages.reveal, name="reveal"),
]
